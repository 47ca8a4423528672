"""A brand's name, story and logo can be checked, reported and hidden."""

from app.community.moderation.kinds import Kind
from app.foundation.i18n import N_

MODERATED = {
    "brand": Kind(
        word=N_("品牌"),
        table="brand",
        title="t.name",
        texts=("t.name", "t.story"),
        authors="array(select member from brand_member where brand = t.id and role in ('owner', 'editor') order by id)",
        page="'/brands/' || t.public_id",
        pictures="case when t.logo = '' then array[]::text[] else array[t.logo::text] end",
        reach="select count(*) from pledge p join campaign c on c.id = p.campaign where c.brand = t.id",
        holds_edits=False,  # backers of its campaigns still need to find it
    )
}
