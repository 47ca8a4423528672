"""The desk's page of insights, of one challenge and of all; its prices and its exports."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response, Stream

from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation import clock
from app.foundation.i18n import N_
from app.foundation.money import SIGNS
from app.web.forms import Form, blank, read_form
from app.web.pages import go
from ideas.challenges.queries import ChallengeView, desk_challenge, desk_challenges, phases_of
from ideas.insights.actions import note_export, set_prices
from ideas.insights.asking import Asked, asked
from ideas.insights.counting import figures_for, scope_of
from ideas.insights.exporting import sheet_of
from ideas.insights.forms import ExportForm, PriceForm
from ideas.insights.queries import exports_of, prices_in, question_of
from ideas.insights.rules import written_prices
from ideas.insights.series import series, span
from ideas.insights.showing import Begins, Shown, shown
from ideas.insights.spreadsheets import csv_pieces, pieces_of, xlsx_file

ALL = "/brands/{brand_id:str}/studio/insights"
ONE = "/brands/{brand_id:str}/studio/challenges/{challenge_id:str}/insights"
SIGN = list(SIGNS.items())
TYPES = {
    "csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page of insights shows; `shown` is None while a large challenge waits for its first count."""

    challenge: ChallengeView | None
    base: str
    taken_at: datetime
    zone: str
    shown: Shown | None
    asked: list[Asked]
    about: str


async def see(brand: int, challenge: ChallengeView | None, base: str, *, by: str = "", about: str = "") -> Seen:
    scope = await scope_of(brand, challenge.id if challenge else 0)
    figures, taken_at = await figures_for(scope)
    if figures is None:
        return Seen(challenge, base, taken_at, scope.zone, None, [], "")
    begins, opens, deadline = await _phases(scope.zone, challenge, brand)
    first, last = span(figures.days, opens, deadline, _there(await clock.now(), scope.zone))
    seen = shown(figures, series(figures.days, first, last, by), begins)
    titles = {public_id: title for public_id, title, _ in figures.priced}
    prices = await prices_in(scope.challenges, about) if about in titles else figures.prices
    curves = sorted((asked(currency, said) for currency, said in prices.items()), key=lambda one: -one.said.answers)
    return Seen(challenge, base, taken_at, scope.zone, seen, curves, about if about in titles else "")


def _there(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


async def _phases(zone: str, challenge: ChallengeView | None, brand: int) -> tuple[list[Begins], date, date]:
    if challenge is None:
        found = [one for one in await desk_challenges(brand) if not one.is_draft]
        today = _there(await clock.now(), zone)
        opens = [_there(one.opens_at, zone) for one in found]
        return [], min(opens, default=today), max((_there(one.deadline, zone) for one in found), default=today)
    phases = await phases_of(challenge.id)
    begins = [Begins(one.title, _there(one.starts_at, zone)) for one in phases]
    return begins, _there(challenge.opens_at, zone), _there(challenge.deadline, zone)


async def _insights(request: Request, desk: Desk, challenge: ChallengeView | None, form: Form[Any] | None = None) -> Response:
    base = f"{desk.url}/challenges/{challenge.public_id}/insights" if challenge else f"{desk.url}/insights"
    query = request.query_params
    seen = await see(desk.brand, challenge, base, by=query.get("by", ""), about=query.get("idea", "")[:12])
    return await studio_page(
        request, desk, "ideas/insights/show.html", status=form.status if form else 200, seen=seen, challenge=challenge,
        challenges=[one for one in await desk_challenges(desk.brand) if not one.is_draft],
        form=form or await _price_form(challenge), currencies=SIGN,
        exports=await exports_of(desk.brand, challenge.id if challenge else 0),
    )  # fmt: skip


async def _price_form(challenge: ChallengeView | None) -> Form[Any]:
    asked_for = await question_of(challenge.id if challenge else None)
    return blank(
        asks_price="1" if asked_for.asks else "", price_currency=asked_for.currency,
        prices=written_prices(asked_for.amounts, asked_for.currency),
    )  # fmt: skip


@get(ALL, guards=[team()])
async def show_all(request: Request, desk: Desk) -> Response:
    return await _insights(request, desk, None)


@get(ONE, guards=[team()])
async def show_one(request: Request, desk: Desk, challenge_id: FromPath[str]) -> Response:
    challenge = await desk_challenge(desk.brand, challenge_id)
    return await _insights(request, desk, challenge)


@post(ONE + "/prices", guards=[team("edit")])
async def save_prices(request: Request, desk: Desk, challenge_id: FromPath[str]) -> Response:
    challenge = await desk_challenge(desk.brand, challenge_id)
    form = await read_form(request, PriceForm)
    if form.ok:
        with form.catching():
            await set_prices(challenge.id, form.data)
            return go(f"{desk.url}/challenges/{challenge_id}/insights#prices", N_("价位记下了。"))
    return await _insights(request, desk, challenge, form)


@post(ALL + "/exports", guards=[team("edit")], status_code=200)
async def export_all(request: Request, viewer: Viewer, desk: Desk) -> Response:
    return await _export(request, viewer, desk, None)


@post(ONE + "/exports", guards=[team("edit")], status_code=200)
async def export_one(request: Request, viewer: Viewer, desk: Desk, challenge_id: FromPath[str]) -> Response:
    return await _export(request, viewer, desk, await desk_challenge(desk.brand, challenge_id))


async def _export(request: Request, viewer: Viewer, desk: Desk, challenge: ChallengeView | None) -> Response:
    """Noted first: what leaves is known to the team, also where the connection breaks on the way."""
    form = await read_form(request, ExportForm)
    kind, format_ = form.data.kind, form.data.format
    scope = await scope_of(desk.brand, challenge.id if challenge else 0)
    await note_export(viewer, desk.brand, scope.challenge, kind, format_)
    sheet = sheet_of(kind, scope)
    if format_ == "csv":
        pieces = csv_pieces(sheet.head, sheet.batches)
    else:
        pieces = pieces_of(await xlsx_file(sheet.head, sheet.batches, sheet.name))
    of = challenge.public_id if challenge else desk.public_id
    name = f"{of}-{kind}-{_there(await clock.now(), scope.zone):%Y%m%d}.{format_}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Stream(pieces, media_type=TYPES[format_], headers=headers)


ROUTES = [show_all, show_one, save_prices, export_all, export_one]
