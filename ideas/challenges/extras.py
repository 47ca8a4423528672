"""What other slices ask in the challenge's form: its ladder, and whether voters are asked about a price."""

from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import execute
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.web.forms import Form, read_values
from ideas.insights.actions import set_prices
from ideas.insights.forms import PriceForm
from ideas.insights.queries import question_of
from ideas.insights.rules import read_prices, written_prices
from ideas.ladder.actions import set_ladder
from ideas.ladder.forms import ChallengeLadderForm, rung_values
from ideas.ladder.queries import rungs_of

FIXED = N_("已经有人参加了，门槛不能再改。")


async def extras_of(challenge: int | None) -> dict[str, Any]:
    """As they are saved, or what one begins with."""
    asked = await question_of(challenge)
    prices = {"asks_price": "1" if asked.asks else "", "price_currency": asked.currency}
    return (
        rung_values(await rungs_of(challenge) if challenge else ())
        | prices
        | {"prices": written_prices(asked.amounts, asked.currency)}
    )


def _ladder(values: dict[str, Any]) -> Form[ChallengeLadderForm]:
    return read_values(ChallengeLadderForm, {name: _many(values, name) for name in ("ladder", "rung_votes", "rung_days")})


def _prices(values: dict[str, Any]) -> Form[PriceForm]:
    return read_values(PriceForm, {name: _many(values, name) for name in ("asks_price", "price_currency", "prices")})


def _many(values: dict[str, Any], name: str) -> list[Any]:
    typed = values.get(name, "")
    return typed if isinstance(typed, list) else [typed]


async def blame_extras(form: Form[Any], challenge: int, values: dict[str, Any], *, answered: bool) -> None:
    """What is wrong with them, at their fields. A form without them says nothing about them."""
    if values.get("ladder"):
        ladder = _ladder(values)
        form.errors |= ladder.errors
        with form.catching():
            if ladder.ok and answered and ladder.data.rungs() != await rungs_of(challenge):
                raise Refusal(FIXED, field="ladder")
            if ladder.ok:
                ladder.data.rungs()
    if values.get("prices"):
        prices = _prices(values)
        form.errors |= prices.errors
        with form.catching():
            if prices.ok:
                read_prices(prices.data.prices, prices.data.price_currency)


async def write_extras(viewer: Viewer, challenge: int, values: dict[str, Any]) -> None:
    if values.get("ladder"):
        await set_ladder(_ladder(values).data.rungs(), challenge=challenge, by=viewer.id)
    if values.get("prices"):
        await set_prices(challenge, _prices(values).data)


async def forget_extras(challenge: int) -> None:
    """Of a draft that is thrown away."""
    await execute("delete from ladder_rung r using ladder l where l.id = r.ladder and l.challenge = {}", challenge)
    await execute("update idea set challenge = null where challenge = {}", challenge)
    for table in ("ladder", "price_question", "criterion", "jury_seat", "challenge_phase"):
        await execute(f"delete from {table} where challenge = {{}}", challenge)
