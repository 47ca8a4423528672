"""Changes of pledges for tests: a form as the page would send it."""

from typing import Any

from app.accounts.viewer import Viewer, find_member
from app.foundation.database import row, rows, value
from app.foundation.ids import new_id
from campaigns.changing.actions import change_pledge
from campaigns.changing.forms import ChangeForm
from campaigns.changing.queries import version_of
from campaigns.pledging.rules import PLACE_HELD
from tests.campaigns.makers import fresh_pledge


async def change_form(pledge: dict[str, Any], tier: dict[str, Any] | None = None, **more: Any) -> ChangeForm:
    """As shown now; the pledge's own tier unless given."""
    now = await fresh_pledge(pledge)
    tier = tier or await row("select * from tier where id = {}", now["tier"])
    assert tier is not None
    asked = {"tier": tier["public_id"], "quantity": now["quantity"], "request_key": new_id(), "version": await version_of(now)}
    return ChangeForm(**(asked | more))


async def backer_of(pledge: dict[str, Any]) -> Viewer:
    return await find_member(pledge["backer"])


async def change(pledge: dict[str, Any], tier: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """By the verb alone, without the money."""
    return await change_pledge(await backer_of(pledge), pledge["id"], await change_form(pledge, tier, **more))


async def taken(tier: dict[str, Any]) -> int:
    return await value("select taken from tier where id = {}", tier["id"])


async def places_held() -> dict[int, int]:
    """By tier, of those with a cap: what pledges hold by their lines, and unpaid changes beside."""
    found = await rows(
        """select t.id, (select coalesce(sum(l.quantity), 0) from pledge_line l join pledge p on p.id = l.pledge
            where l.tier = t.id and p.state = any({}))
          + (select coalesce(sum((h.value)::int), 0) from pledge_change g, jsonb_each_text(g.held) h
            where g.state = 'held' and h.key = t.id::text) as places
        from tier t where t.cap is not null""",
        list(PLACE_HELD),
    )
    return {each["id"]: each["places"] for each in found}


async def places_taken() -> dict[int, int]:
    return {each["id"]: each["taken"] for each in await rows("select id, taken from tier where cap is not null")}
