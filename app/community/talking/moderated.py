"""Comments can be checked, held, reported and hidden; staff reads their earlier wordings too."""

from app.community.moderation.kinds import Kind
from app.foundation.i18n import N_

MODERATED = {
    "comment": Kind(
        word=N_("留言"),
        table="comment",
        title="left(t.text, 40)",
        texts=(
            "left(t.text, 40)",
            "t.text",
            "coalesce((select string_agg(v.text, E'\\n\\n' order by v.id) from comment_version v where v.comment = t.id), '')",
        ),
        page="'/comments/' || t.public_id",
        is_public="t.withdrawn_at is null",
        reach="t.replies + t.fans",
        pre_moderated=True,
    )
}
