"""The brand's desk of updates: drafts that keep themselves, a preview, publishing, rewording, taking back, the rhythm."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.foundation.i18n import N_, translate
from app.foundation.refusals import NotFound, Refusal
from app.web.forms import Form, blank, read_form
from app.web.pages import go
from app.web.sent import WITH_PICTURES
from campaigns.drafting.queries import desk_campaign
from campaigns.updates.actions import (
    begin_update,
    check_ready,
    drop_draft,
    promise_rhythm,
    publish_update,
    reword_update,
    save_update,
    withdraw_update,
)
from campaigns.updates.arriving import read_update_form
from campaigns.updates.desk_pages import address, edit_page, index_page, preview_page
from campaigns.updates.forms import PublishForm, RhythmForm
from campaigns.updates.queries import desk_update

BASE = "/brands/{brand_id:str}/studio/campaigns/{campaign_id:str}/updates"
ONE = BASE + "/{update_id:str}"
SAID = {
    "visible": N_("发布了，正在通知能看的人。"),
    "pending": N_("收到了，在等平台审核；通过就公开，并通知能看的人。"),
    "hidden": N_("改好了。"),
}


async def _found(desk: Desk, campaign_id: str, update_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    campaign = await desk_campaign(desk.brand, campaign_id)
    return campaign, await desk_update(campaign["id"], update_id)


@get(BASE, guards=[team()])
async def index(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    return await index_page(request, desk, await desk_campaign(desk.brand, campaign_id))


@post(BASE, guards=[team("edit")])
async def create(viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    made = await begin_update(viewer, await desk_campaign(desk.brand, campaign_id))
    return go(address(desk, campaign_id, f"{made['public_id']}/edit"))


@post(BASE + "/rhythm", guards=[team("edit")])
async def set_rhythm(request: Request, desk: Desk, campaign_id: FromPath[str]) -> Response:
    campaign = await desk_campaign(desk.brand, campaign_id)
    form = await read_form(request, RhythmForm)
    if form.ok:
        with form.catching():
            await promise_rhythm(campaign, form.data.update_days)
            return go(
                address(desk, campaign_id), N_("记下了，项目页会写明。") if form.data.update_days else N_("不承诺更新节奏了。")
            )
    return await index_page(request, desk, campaign, form)


@get(ONE + "/edit", guards=[team("edit")])
async def edit_form(request: Request, desk: Desk, campaign_id: FromPath[str], update_id: FromPath[str]) -> Response:
    campaign, update = await _found(desk, campaign_id, update_id)
    return await edit_page(request, desk, campaign, update)


@post(ONE + "/revisions", guards=[team("edit")], request_max_body_size=WITH_PICTURES)
async def revise(request: Request, viewer: Viewer, desk: Desk, campaign_id: FromPath[str], update_id: FromPath[str]) -> Response:
    """A draft is saved as it is, whatever it lacks; a published one is reworded, in public."""
    campaign, update = await _found(desk, campaign_id, update_id)
    form, asked = await read_update_form(request, viewer, is_public=update["number"] is not None)
    if update["number"] is not None:
        return await _reworded(request, viewer, desk, (campaign, update), form, asked)
    if form._data is not None:
        with form.catching():
            form.values["based_on"] = await save_update(viewer, update, form.data)
            if asked == "save" and form.ok:
                return go(address(desk, campaign_id), N_("草稿存好了"))
            if asked == "preview" and form.ok:
                await check_ready(await desk_update(campaign["id"], update_id))
                return go(address(desk, campaign_id, f"{update_id}/preview"))
    form.status = form.status if form.errors else 200
    return await edit_page(request, desk, campaign, await desk_update(campaign["id"], update_id), form)


async def _reworded(
    request: Request, viewer: Viewer, desk: Desk, of: tuple[dict[str, Any], dict[str, Any]], form: Form[Any], asked: str
) -> Response:
    campaign, update = of
    if form.ok and asked != "arrange":
        with form.catching():
            visibility = await reword_update(viewer, update, form.data)
            to = f"/campaigns/{campaign['public_id']}/updates/{update['number']}"
            return go(to, N_("改好了，之前的写法大家也能打开看。") if visibility == "visible" else SAID[visibility])
    form.status = form.status if form.errors else 200
    return await edit_page(request, desk, campaign, update, form)


@post(ONE + "/drafts", guards=[team("edit")], status_code=200)
async def keep_typed(
    request: Request, viewer: Viewer, desk: Desk, campaign_id: FromPath[str], update_id: FromPath[str]
) -> Response[dict[str, str]]:
    """What a page sends while somebody writes; it never overwrites what another page saved later."""
    _, update = await _found(desk, campaign_id, update_id)
    form, _ = await read_update_form(request, viewer)
    here = address(desk, campaign_id, update_id)
    told = {"keep": f"{here}/drafts", "form": f"{here}/revisions", "page": f"{here}/edit"}
    if form._data is None:
        return Response(told | {"said": next(iter(form.errors.values()), "")}, status_code=422)
    try:
        mark = await save_update(viewer, update, form.data)
    except Refusal as refusal:
        return Response(told | {"said": refusal.text()}, status_code=refusal.status)
    return Response(told | {"mark": str(mark), "said": translate(N_("草稿存好了"))})


@get(ONE + "/preview", guards=[team("edit")])
async def preview(request: Request, desk: Desk, campaign_id: FromPath[str], update_id: FromPath[str]) -> Response:
    """As its readers will see it, and how many will be told."""
    campaign, update = await _found(desk, campaign_id, update_id)
    if update["number"] is not None:
        return go(f"/campaigns/{campaign_id}/updates/{update['number']}")
    return await preview_page(request, desk, campaign, update, blank(based_on=update["revision"]))


@post(ONE + "/publication", guards=[team("edit")])
async def publish(request: Request, viewer: Viewer, desk: Desk, campaign_id: FromPath[str], update_id: FromPath[str]) -> Response:
    campaign, update = await _found(desk, campaign_id, update_id)
    if update["number"] is not None:  # pressed twice
        return go(f"/campaigns/{campaign_id}/updates/{update['number']}")
    form = await read_form(request, PublishForm)
    if form.ok:
        with form.catching():
            made = await publish_update(viewer, update, form.data.based_on)
            return go(f"/campaigns/{campaign_id}/updates/{made['number']}", SAID[made["visibility"]])
    return await preview_page(request, desk, campaign, update, form)


@post(ONE + "/removal", guards=[team("edit")])
async def remove(desk: Desk, campaign_id: FromPath[str], update_id: FromPath[str]) -> Response:
    _, update = await _found(desk, campaign_id, update_id)
    await drop_draft(update)
    return go(address(desk, campaign_id), N_("草稿删掉了"))


@post(ONE + "/withdrawal", guards=[team("edit")])
async def withdraw(desk: Desk, campaign_id: FromPath[str], update_id: FromPath[str]) -> Response:
    _, update = await _found(desk, campaign_id, update_id)
    if update["number"] is None:
        raise NotFound
    await withdraw_update(update)
    return go(address(desk, campaign_id), N_("撤下了。它的位置还在，写着品牌撤下了。"))


ROUTES = [
    index, create, set_rhythm, edit_form, revise, keep_typed, preview, publish, remove, withdraw,
]  # fmt: skip
