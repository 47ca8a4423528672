"""What stopping a campaign would mean or has meant: how many backers, cards, wallets and people who wait, and why it stopped."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.foundation.database import row, rows
from app.foundation.money import Money
from campaigns.halting.rules import ends_by_itself_at
from campaigns.pledging.methods import METHODS


@dataclass(frozen=True, slots=True)
class Meaning:
    """Of all that is promised and paid now. `begun`: orders whose payment page may still be open."""

    backers: int
    cards: int
    on_cards: Money
    wallets: int
    in_wallets: Money
    begun: int
    waiting: int
    reserved: int


async def meaning_of(campaign: dict[str, Any]) -> Meaning:
    found = await row(
        """select count(distinct backer) filter (where state in ('promised', 'paid')) as backers,
          count(*) filter (where state = 'promised') as cards,
          coalesce(sum(amount) filter (where state = 'promised'), 0)::bigint as on_cards,
          count(*) filter (where state = 'paid') as wallets,
          coalesce(sum(amount) filter (where state = 'paid'), 0)::bigint as in_wallets,
          count(*) filter (where state in ('started', 'expiring')) as begun,
          (select count(*) from waitlist_entry w where w.campaign = {} and w.state in ('waiting', 'offered')) as waiting,
          (select count(*) from reservation r where r.campaign = {}) as reserved
        from pledge where campaign = {} and state in ('promised', 'paid', 'started', 'expiring')""",
        campaign["id"], campaign["id"], campaign["id"],
    )  # fmt: skip
    assert found is not None
    of = campaign["currency"]
    amounts: dict[str, Any] = {name: Money(found[name], of) for name in ("on_cards", "in_wallets")}
    return Meaning(**(found | amounts))


async def refundable_until(campaign: int) -> dict[str, datetime]:
    """By the way to pay: until when the provider gives back what was paid first."""
    first = await rows(
        "select method, min(created_at) as at from pledge where campaign = {} and state = 'paid' group by method", campaign
    )
    terms: dict[str, timedelta] = {code: one.refund_term for code, one in METHODS.items() if one.refund_term}
    return {one["method"]: one["at"] + terms[one["method"]] for one in first if one["method"] in terms}


@dataclass(frozen=True, slots=True)
class Stopped:
    """A campaign that stands still or was called off: since when, why, and when standing still ends by itself."""

    state: str
    at: datetime
    why: str
    by_rule: bool
    ends_at: datetime | None
    was_live: bool


async def stopped_of(campaign: dict[str, Any]) -> Stopped | None:
    if campaign["state"] not in ("suspended", "cancelled"):
        return None
    step = await row(
        "select at, why, source from campaign_event where subject = {} and state = {} order by id desc limit 1",
        campaign["id"], campaign["state"],
    )  # fmt: skip
    if step is None:  # made so by hand
        return None
    ends = None
    if campaign["state"] == "suspended" and campaign["suspended_at"] is not None:
        ends = ends_by_itself_at(campaign["suspended_at"], (await refundable_until(campaign["id"])).values())
    return Stopped(
        campaign["state"], step["at"], step["why"], step["source"] == "rule", ends, campaign["launched_at"] is not None
    )
