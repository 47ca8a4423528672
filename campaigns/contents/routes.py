"""The brand's desk: what a campaign makes."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation.i18n import N_
from app.web.forms import Form, blank, read_form
from app.web.pages import go
from campaigns.contents.actions import add_item, edit_item, remove_item
from campaigns.contents.forms import ItemForm
from campaigns.contents.queries import item_of, items_of
from campaigns.contents.rules import GROWING
from campaigns.drafting.queries import desk_campaign
from campaigns.rules import EDITABLE
from campaigns.tiers.wording import KINDS

BASE = "/brands/{brand_id:str}/studio/campaigns/{campaign_id:str}/items"
ONE = BASE + "/{item_id:int}"
ROWS = 3


def address(desk: Desk, campaign: dict[str, Any]) -> str:
    return f"{desk.url}/campaigns/{campaign['public_id']}/items"


def shown(item: dict[str, Any]) -> Form[Any]:
    return blank(
        title=item["title"], kind=item["kind"], choice=item["choice"],
        variant=[one["public_id"] for one in item["variants"]], variant_title=[one["title"] for one in item["variants"]],
        variant_sku=[one["sku"] for one in item["variants"]],
    )  # fmt: skip


def variant_rows(form: Form[Any]) -> list[tuple[str, str, str]]:
    """(public id, title, sku) of each row to show: those there are, and some empty ones."""
    columns = [form.values.get(name, []) for name in ("variant", "variant_title", "variant_sku")]
    ids, titles, skus = ([one] if isinstance(one, str) else list(one) for one in columns)
    typed = [
        (ids[n] if n < len(ids) else "", title, skus[n] if n < len(skus) else "")
        for n, title in enumerate(titles)
        if title or (n < len(ids) and ids[n])
    ]
    return typed + [("", "", "")] * max(ROWS - len(typed), 2)


async def items_page(
    request: Request, desk: Desk, campaign: dict[str, Any], form: Form[Any] | None = None, item: dict[str, Any] | None = None
) -> Response:
    """All items, with the form of a new one or of the one that is being changed."""
    form = form or (shown(item) if item else blank(kind="physical"))
    may_edit = desk.may("edit")
    return await studio_page(
        request, desk, "campaigns/contents/index.html", status=form.status, campaign=campaign, form=form, item=item,
        items=await items_of(campaign["id"]), rows=variant_rows(form), kinds=KINDS,
        is_editable=may_edit and campaign["state"] in EDITABLE,
        is_growing=may_edit and campaign["state"] in (*EDITABLE, *GROWING),
    )  # fmt: skip


@get(BASE, guards=[team()])
async def index(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    return await items_page(request, desk, await desk_campaign(desk.brand, campaign_id))


@post(BASE, guards=[team("edit")])
async def add(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    form = await read_form(request, ItemForm)
    if form.ok:
        with form.catching():
            await add_item(campaign, form.data)
            return go(address(desk, campaign), N_("内容加好了"))
    return await items_page(request, desk, campaign, form)


@get(ONE, guards=[team("edit")])
async def show(request: Request, desk: Desk, campaign_id: FromPath[str], item_id: FromPath[int]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    return await items_page(request, desk, campaign, item=await item_of(campaign["id"], item_id))


@post(ONE, guards=[team("edit")])
async def edit(request: Request, desk: Desk, campaign_id: FromPath[str], item_id: FromPath[int]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    item = await item_of(campaign["id"], item_id)
    form = await read_form(request, ItemForm)
    if form.ok:
        with form.catching():
            await edit_item(campaign, item, form.data)
            return go(address(desk, campaign), N_("已保存"))
    return await items_page(request, desk, campaign, form, item)


@post(ONE + "/removal", guards=[team("edit")])
async def remove(desk: Desk, campaign_id: FromPath[str], item_id: FromPath[int]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    await remove_item(campaign, await item_of(campaign["id"], item_id))
    return go(address(desk, campaign), N_("内容删掉了"))


ROUTES = [index, add, show, edit, remove]
