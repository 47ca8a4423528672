"""What the page that resumes paying shows."""

from datetime import datetime
from typing import Any

from app.foundation.money import Money
from campaigns.pledging.linking import known_pay_address, may_be_paid_by_others, with_key
from campaigns.pledging.methods import METHODS, Method, usable_methods
from campaigns.pledging.queries import lines_of
from campaigns.pledging.rules import COUNTED
from campaigns.pledging.wording import line_name
from payments.checkout.rules import friends_sentence, state_sentence


async def checkout_view(pledge: dict[str, Any], key: str, now: datetime) -> dict[str, Any]:
    """Everything the page says; `sentence` where there is nothing to pay (any more)."""
    home = f"/pledges/{pledge['public_id']}"
    return {
        "pledge": pledge,
        "amount": Money(pledge["amount"], pledge["currency"]),
        "lines": [_line(line, pledge["currency"]) for line in await lines_of(pledge["id"])],
        "method": METHODS[pledge["method"]],
        "sentence": "" if pledge["state"] == "started" else state_sentence(pledge["state"]),
        "action": with_key(f"{home}/checkout", key),
        "home": with_key(home, key),
        "others": others_of(pledge, now) if pledge["state"] == "started" else [],
        "method_at": with_key(f"{home}/method", key),
        "may_ask": may_be_paid_by_others(pledge),
        "pay_link": await known_pay_address(pledge["public_id"]),
        "ask_at": with_key(f"{home}/payment-link", key),
        "standing_at": with_key(f"{home}/checkout/standing", key),
    }


def others_of(pledge: dict[str, Any], now: datetime) -> list[Method]:
    """Ways to pay that one may change to."""
    return [one for one in usable_methods(pledge["currency"], pledge["deadline"], now) if one.code != pledge["method"]]


async def friend_view(pledge: dict[str, Any], key: str) -> dict[str, Any]:
    """The same for whoever pays: nothing here leads to the backer's own page."""
    here = f"/pledges/{pledge['public_id']}/pay"
    return {
        "pledge": pledge,
        "amount": Money(pledge["amount"], pledge["currency"]),
        "lines": [_line(line, pledge["currency"]) for line in await lines_of(pledge["id"])],
        "method": METHODS[pledge["method"]],
        "is_done": pledge["state"] in COUNTED,
        "sentence": "" if pledge["state"] == "started" else friends_sentence(pledge["state"]),
        "action": with_key(here, key),
        "standing_at": with_key(f"{here}/standing", key),
    }


def _line(line: dict[str, Any], currency: str) -> dict[str, Any]:
    name, amount = line_name(line["kind"], line["label"]), Money(line["amount"], currency)
    return {"label": name, "quantity": line["quantity"], "amount": amount}
