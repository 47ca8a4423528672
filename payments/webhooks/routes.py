"""Where the provider's server tells us what happened, and where staff see what could not be worked off."""

from litestar import Request, get, post
from litestar.response import Response

from app.accounts.guards import providers, staff
from app.support.staff_desk import staff_page
from payments.gateway import BadSignature
from payments.webhooks.actions import receive
from payments.webhooks.queries import unhandled_events

LARGEST_EVENT = 512_000


@post("/webhooks/stripe", guards=[providers], status_code=200, request_max_body_size=LARGEST_EVENT)
async def stripe_webhook(request: Request) -> Response:
    """200 means: it is kept."""
    try:
        await receive(await request.body(), request.headers.get("stripe-signature"))
    except BadSignature:
        return Response(b"", status_code=400)
    return Response(b"", status_code=200)


@get("/staff/webhooks", guards=[staff])
async def index(request: Request) -> Response:
    return await staff_page(request, "payments/webhooks/index.html", events=await unhandled_events())


ROUTES = [stripe_webhook, index]
