"""Ideas can be checked, held, reported and hidden; so can challenges."""

from app.community.moderation.kinds import Kind
from app.foundation.i18n import N_
from ideas.ranking import FIRST_RANKS
from ideas.rules import PUBLIC

_PUBLIC = ", ".join(f"'{state}'" for state in PUBLIC)
# What stands on its phases, one below the other.
_PHASES = """coalesce((select string_agg(concat_ws(' ', p.title, p.note), chr(10) order by p.position) from challenge_phase p
    where p.challenge = t.id), '')"""

MODERATED = {
    "idea": Kind(
        word=N_("创意"),
        table="idea",
        texts=("t.title", "t.summary", "t.body", "array_to_string(t.tags, ' ')"),
        page="'/ideas/' || t.public_id",
        at="coalesce(t.published_at, t.created_at)",
        pictures="""array(select p.public_id::text from idea_picture ip join picture p on p.id = ip.picture
          where ip.idea = t.id order by ip.position)""",
        is_public=f"t.state in ({_PUBLIC})",
        reach="t.vote_count",
        # It waited unseen: its time in the lists begins now.
        when_let_through=f"published_at = app_now(), {FIRST_RANKS}",
        pre_moderated=True,
    ),
    "challenge": Kind(
        word=N_("征集"),
        table="challenge",
        texts=("t.title", "t.brief", "t.prizes", _PHASES),
        authors="array(select member from brand_member where brand = t.brand and role in ('owner', 'editor') order by id)",
        page="'/challenges/' || t.public_id",
        pictures="case when t.cover = '' then array[]::text[] else array[t.cover::text] end",
        reach="select count(*) from idea i where i.challenge = t.id",
        is_public="t.published_at is not null",
    ),
}
