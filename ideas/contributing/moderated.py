"""An improvement offered to an idea can be checked, reported and hidden."""

from app.community.moderation.kinds import Kind
from app.foundation.i18n import N_

MODERATED = {
    "improvement": Kind(
        word=N_("共创改进"),
        table="improvement",
        title="left(coalesce(nullif(t.text, ''), nullif(t.wording, ''), t.passage), 40)",
        texts=("left(coalesce(nullif(t.text, ''), nullif(t.wording, ''), t.passage), 40)", "t.text", "t.wording"),
        join="join idea i on i.id = t.idea",
        page="'/ideas/' || i.public_id || '#improvements'",
        is_public="t.state in ('offered', 'accepted')",
        reach="i.vote_count",
    )
}
