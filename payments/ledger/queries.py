"""Sums of the ledger: by account, by campaign, and the three numbers that are always shown as three."""

from dataclasses import dataclass
from typing import Any

from app.foundation.database import row, rows
from app.foundation.money import Money
from campaigns.pledging.rules import COUNTED


async def sums_by_account(campaign: int | None = None) -> list[dict[str, Any]]:
    """account, currency, amount; of everything, or of one campaign."""
    return await rows(
        """select account, currency, sum(amount)::bigint as amount from ledger_entry
        where {}::bigint is null or campaign = {} group by account, currency order by currency, account""",
        campaign, campaign,
    )  # fmt: skip


async def sums_by_currency() -> dict[str, int]:
    """Zero each, always."""
    found = await rows("select currency, sum(amount)::bigint as amount from ledger_entry group by currency order by currency")
    return {each["currency"]: each["amount"] for each in found}


async def account_sum(account: str, *, campaign: int | None = None, pledge: int | None = None) -> int:
    found = await row(
        """select coalesce(sum(amount), 0)::bigint as amount from ledger_entry where account = {}
        and ({}::bigint is null or campaign = {}) and ({}::bigint is null or pledge = {})""",
        account, campaign, campaign, pledge, pledge,
    )  # fmt: skip
    return found["amount"] if found else 0


@dataclass(frozen=True, slots=True)
class ThreeNumbers:
    """已认筹, 实收, 未收成: different numbers, always shown as three; what neither came nor was dropped is still awaited.

    What came `late` (补筹) stands beside them: it was never part of what was decided.
    """

    pledged: Money
    collected: Money
    dropped: Money
    late: Money


async def three_numbers(campaign: int) -> ThreeNumbers:
    """Pledged as it was decided at the deadline (until then: as it stands), collected from the ledger less what went back."""
    found = await row(
        """select c.currency,
          coalesce(c.decided_total, (select sum(p.amount) from pledge p
            where p.campaign = c.id and p.state = any({}) and not p.is_late), 0)::bigint
            as pledged,
          coalesce(earned.in_time, 0)::bigint as collected, coalesce(earned.late, 0)::bigint as late,
          coalesce((select sum(p.amount) from pledge p where p.campaign = c.id and p.state = 'dropped'), 0)::bigint as dropped
        from campaign c left join lateral (
          select -sum(e.amount) filter (where not coalesce(p.is_late, false)) as in_time,
            -sum(e.amount) filter (where p.is_late) as late
          from ledger_entry e left join pledge p on p.id = e.pledge where e.campaign = c.id
            and e.account in ('owed_to_brand', 'platform_fee', 'payable_by_brand')) earned on true
        where c.id = {}""",
        list(COUNTED), campaign,
    )  # fmt: skip
    assert found is not None
    currency = found["currency"]
    return ThreeNumbers(*(Money(found[name], currency) for name in ("pledged", "collected", "dropped", "late")))
