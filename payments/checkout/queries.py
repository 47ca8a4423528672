"""What the page that resumes paying shows."""

from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.money import Money
from app.foundation.refusals import NotFound, SignInNeeded
from campaigns.pledging.methods import METHODS
from campaigns.pledging.queries import find_pledge, lines_of
from payments.checkout.rules import state_sentence


async def opened_pledge(viewer: Viewer, public_id: str, key: str) -> dict[str, Any]:
    """The backer's own, or opened by its link; whoever lost both is asked to sign in."""
    pledge = await find_pledge(viewer, public_id, key)
    if pledge is None:
        raise NotFound if viewer.is_signed_in or key else SignInNeeded
    return pledge


def with_key(path: str, key: str) -> str:
    return f"{path}?key={key}" if key else path


async def checkout_view(pledge: dict[str, Any], key: str) -> dict[str, Any]:
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
    }


def _line(line: dict[str, Any], currency: str) -> dict[str, Any]:
    return {"label": line["label"], "quantity": line["quantity"], "amount": Money(line["amount"], currency)}
