"""A change begun on a page opened by its link, or before signing in: kept, and finished once it is known who one is."""

from litestar import Request
from litestar.response import Response

from app.accounts.intents.beginning import begin_intent
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.web.pages import go
from app.web.sent import Sent

NOT_YOURS = N_("这是另一个人的，登录的不是他的账号，所以什么都没有改。")


async def sign_in_first(request: Request, viewer: Viewer, kind: str, subject: str, sent: Sent) -> Response:
    """The link alone never does it; nor does somebody else's account."""
    if viewer.is_signed_in:
        raise Refusal(NOT_YOURS)
    to, cookie = await begin_intent(request, kind, subject, sent)
    response = go(to)
    response.set_cookie(cookie)
    return response
