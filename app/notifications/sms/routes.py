"""In development the short messages, readable as mail is."""

from litestar import Request, get
from litestar.params import FromQuery
from litestar.response import Response

from app.accounts.guards import in_development
from app.notifications.sms.queries import sms_outbox
from app.notifications.sms.writing import text_of
from app.web.pages import page


@get("/dev/sms", guards=[in_development])
async def show_sms(request: Request, to: FromQuery[str] = "") -> Response:
    messages = [sms | {"text": text_of(sms)} for sms in await sms_outbox(to)]
    return await page(request, "notifications/sms/outbox.html", messages=messages, to=to.strip())


ROUTES = [show_sms]
