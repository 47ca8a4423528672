"""What payments add to pages of lower rooms: a pledge's money, the staff's rooms."""

from typing import Any

from litestar import Request

from app.foundation.i18n import N_
from app.support.staff_desk import staff_rooms
from app.web import slots
from app.web.pages import render_for
from campaigns.pledging.linking import with_key
from payments.collection.overview import count_troubles
from payments.statement import statement_of


async def pledge_money(request: Request, pledge: Any) -> str:
    pay_at = with_key(f"/pledges/{pledge['public_id']}/recovery", request.query_params.get("key", ""))
    return await render_for(request, "payments/_money.html", pledge=pledge, money=await statement_of(pledge), pay_at=pay_at)


async def staff_task(request: Request, _: Any) -> str:
    count = await count_troubles()
    return await render_for(request, "payments/_task.html", count=count) if count else ""


def fill_slots() -> None:
    """Called once at the roof."""
    slots.fill("pledge.money", pledge_money)
    slots.fill("staff.tasks", staff_task, order=30)
    staff_rooms.add(N_("钱"), "money", icon="wallet", order=60)
    staff_rooms.add(N_("支付通知"), "webhooks", icon="mail", order=65)
