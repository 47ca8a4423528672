"""What the region asks of whoever proposes: a phone that is theirs."""

from app.accounts.viewer import Viewer
from app.community.posting import needs_phone
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal

__all__ = ["check_phone", "needs_phone"]

PHONE_FIRST = N_("在这里发创意，要先验证一个手机号。")


async def check_phone(viewer: Viewer) -> None:
    if await needs_phone(viewer.id):
        raise Refusal(PHONE_FIRST)
