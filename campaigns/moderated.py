"""A campaign's public texts can be checked, reported and hidden."""

from app.community.moderation.kinds import Kind
from app.foundation.i18n import N_
from campaigns.rules import PUBLIC

_PUBLIC = ", ".join(f"'{state}'" for state in PUBLIC)

# Its timeline, budget, team and answers, row by row.
_PARTS = """(select coalesce(string_agg(concat_ws(': ', nullif(p.title, ''), nullif(p.text, '')), E'\\n'
    order by p.kind, p.position), '')
  from campaign_part p where p.campaign = t.id)"""

MODERATED = {
    "campaign": Kind(
        word=N_("众筹"),
        table="campaign",
        texts=("t.title", "t.summary", "t.story", "t.risks", _PARTS),
        authors="array(select member from brand_member where brand = t.brand and role in ('owner', 'editor') order by id)",
        page="'/campaigns/' || t.public_id",
        pictures="""case when t.cover = '' then array[]::text[] else array[t.cover::text] end
          || array(select m[1] from regexp_matches(t.story, '/media/([0-9a-z]+)/', 'g') m)""",
        is_public=f"t.state in ({_PUBLIC})",
        reach="select count(*) from pledge p where p.campaign = t.id",
        holds_edits=False,  # staff reads it before it begins, and money hangs on it afterwards
    )
}
