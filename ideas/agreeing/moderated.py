"""The name that somebody wants to stand on a product can be checked and hidden; then the one they have here stands there."""

from app.community.moderation.kinds import Kind
from app.foundation.i18n import N_

MODERATED = {
    "credit_name": Kind(
        word=N_("署名"),
        table="agreement_part",
        title="t.shown_name",
        texts=("t.shown_name",),
        authors="array[t.member]",
        author="t.member",
        join="join agreement a on a.id = t.agreement join idea i on i.id = a.idea",
        page="'/ideas/' || i.public_id",
        at="coalesce(t.answered_at, t.created_at)",
        is_public="t.state = 'accepted' and t.shown_name <> ''",
    )
}
