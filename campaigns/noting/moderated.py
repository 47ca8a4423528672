"""What backers write to a brand can be checked, reported and hidden; nobody else reads it."""

from app.community.moderation.kinds import Kind
from app.foundation.i18n import N_

MODERATED = {
    "pledge_message": Kind(
        word=N_("给品牌的留言"),
        table="pledge_note",
        title="c.title",
        texts=("t.message",),
        join="join pledge p on p.id = t.pledge join campaign c on c.id = p.campaign",
        authors="array[p.backer]",
        author="p.backer",
        is_public="t.message <> ''",
        holds_edits=False,
    )
}
