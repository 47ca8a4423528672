"""Reading changes of a pledge, and a pledge as the order that it is."""

import json
from typing import Any

from app.foundation.database import row, rows


def _read(change: dict[str, Any]) -> dict[str, Any]:
    read = {name: json.loads(change[name]) for name in ("wanted", "before")}
    return {**change, **read, "held": {int(tier): n for tier, n in json.loads(change["held"]).items()}}


async def changes_of(pledge: int) -> list[dict[str, Any]]:
    """Newest first."""
    return [_read(one) for one in await rows("select * from pledge_change where pledge = {} order by id desc", pledge)]


async def change_of(id_: int) -> dict[str, Any] | None:
    found = await row("select * from pledge_change where id = {}", id_)
    return _read(found) if found else None


async def open_change(pledge: int) -> dict[str, Any] | None:
    """The one whose difference is still unpaid."""
    found = await row("select * from pledge_change where pledge = {} and state = 'held'", pledge)
    return _read(found) if found else None


async def change_of_form(pledge: int, request_key: str) -> dict[str, Any] | None:
    found = await row("select * from pledge_change where pledge = {} and request_key = {}", pledge, request_key)
    return _read(found) if found else None


async def version_of(pledge: dict[str, Any]) -> str:
    """Another one than a page showed means that it was changed or paid meanwhile, in another tab or on another device."""
    last = await row("select public_id, state from pledge_change where pledge = {} order by id desc limit 1", pledge["id"])
    return f"{pledge['state']}-{last['public_id']}-{last['state']}" if last else pledge["state"]


async def order_now(pledge: dict[str, Any]) -> dict[str, Any]:
    """Its lines and choices with what hangs on them, as they are kept of each change."""
    lines = await rows(
        "select kind, label, tier, unit_amount, quantity from pledge_line where pledge = {} order by id", pledge["id"]
    )
    choices = await rows("select item, variant, quantity from pledge_choice where pledge = {} order by id", pledge["id"])
    return {
        "tier": pledge["tier"], "quantity": pledge["quantity"], "country": pledge["country"], "terms": pledge["terms"],
        "lines": lines, "choices": choices,
    }  # fmt: skip


def places_in(order: dict[str, Any]) -> dict[int, int]:
    """Places by tier."""
    found: dict[int, int] = {}
    for line in order["lines"]:
        if line["tier"] is not None:
            found[line["tier"]] = found.get(line["tier"], 0) + line["quantity"]
    return found
