"""A campaign's public texts can be checked, reported and hidden."""

from app.community.moderation.kinds import Kind
from app.foundation.i18n import N_
from campaigns.rules import PUBLIC

_PUBLIC = ", ".join(f"'{state}'" for state in PUBLIC)

MODERATED = {
    "campaign": Kind(
        word=N_("众筹"),
        table="campaign",
        texts=("t.title", "t.summary", "t.story"),
        authors="array(select member from brand_member where brand = t.brand and role in ('owner', 'editor') order by id)",
        page="'/campaigns/' || t.public_id",
        pictures="case when t.cover = '' then array[]::text[] else array[t.cover::text] end",
        is_public=f"t.state in ({_PUBLIC})",
        reach="select count(*) from pledge p where p.campaign = t.id",
        holds_edits=False,  # staff reads it before it begins, and money hangs on it afterwards
    )
}
