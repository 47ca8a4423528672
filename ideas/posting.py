"""What the region asks of whoever proposes: a phone that is theirs."""

from app.accounts.viewer import Viewer
from app.foundation.database import row
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.site.profile import region

PHONE_FIRST = N_("在这里发创意，要先验证一个手机号。")


async def needs_phone(member: int) -> bool:
    """Where the region says so and they have none yet."""
    if not region().phone_to_post:
        return False
    return await row("select 1 from identity where member = {} and kind = 'phone' and verified_at is not null", member) is None


async def check_phone(viewer: Viewer) -> None:
    if await needs_phone(viewer.id):
        raise Refusal(PHONE_FIRST)
