"""A gift's card can be checked, reported by whoever got it, and hidden."""

from app.community.moderation.kinds import Kind
from app.foundation.i18n import N_

MODERATED = {
    "gift": Kind(
        word=N_("礼物卡片"),
        table="gift",
        title="c.title",
        texts=("t.to_name", "t.signed", "t.card"),
        join="join pledge p on p.id = t.pledge join campaign c on c.id = p.campaign",
        authors="array[p.backer]",
        author="p.backer",
        holds_edits=False,
    )
}
