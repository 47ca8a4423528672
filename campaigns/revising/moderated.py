"""An entry of the public log can be hidden: what was taken out of a page must not go on standing there."""

from app.community.moderation.kinds import Kind
from app.foundation.i18n import N_
from campaigns.rules import PUBLIC

_PUBLIC = ", ".join(f"'{state}'" for state in PUBLIC)

MODERATED = {
    "campaign_change": Kind(
        word=N_("项目改动"),
        table="campaign_change",
        title="c.title",
        texts=("t.before", "t.after"),
        authors="array(select member from brand_member where brand = c.brand and role in ('owner', 'editor') order by id)",
        author="t.actor",
        join="join campaign c on c.id = t.campaign",
        page="'/campaigns/' || c.public_id || '/changes'",
        pictures="""case when t.what = 'cover' then array[t.before, t.after]
          else array(select m[1] from regexp_matches(t.before || t.after, '/media/([0-9a-z]+)/', 'g') m) end""",
        is_public=f"c.state in ({_PUBLIC})",
        holds_edits=False,
    )
}
