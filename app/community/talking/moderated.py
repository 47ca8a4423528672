"""Comments can be checked, held, reported and hidden; staff reads their earlier wordings too."""

from app.accounts.viewer import Viewer
from app.community.moderation.kinds import Kind
from app.community.talking.queries import comment_by_public_id
from app.foundation.i18n import N_


async def find(viewer: Viewer, public_id: str) -> object:
    return await comment_by_public_id(viewer, public_id)


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
        find=find,
    )
}
