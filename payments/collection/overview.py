"""What staff see of the money: today's charges, what needs a person, and the ledger's sums."""

from typing import Any

from app.foundation.database import rows
from payments.collection.rules import sentence_of
from payments.ledger.queries import sums_by_account, sums_by_currency
from payments.refunds.rules import why
from payments.webhooks.queries import count_unhandled


async def money_overview() -> dict[str, Any]:
    return {
        "charges": await _charges_of_today(),
        "refused": await _refused(),
        "failed_refunds": await _failed_refunds(),
        "unhandled": await count_unhandled(),
        "accounts": await sums_by_account(),
        "sums": await sums_by_currency(),
    }


async def _charges_of_today() -> list[dict[str, Any]]:
    """Made, attempted or taken within a day."""
    return await rows(
        """select state, currency, count(*) as count, sum(amount)::bigint as amount from charge
        where coalesce(succeeded_at, created_at) > app_now() - interval '1 day'
        group by state, currency order by state, currency"""
    )


async def _refused() -> list[dict[str, Any]]:
    found = await rows(
        """select c.refusal_code, c.currency, count(*) as count, sum(c.amount)::bigint as amount from charge c
        where c.state = 'refused' group by c.refusal_code, c.currency order by count(*) desc"""
    )
    return [{**each, "sentence": sentence_of(each["refusal_code"])} for each in found]


async def _failed_refunds() -> list[dict[str, Any]]:
    """Those that were not tried again, where there is still something that could go back."""
    found = await rows(
        """select r.*, p.public_id as pledge_public_id, c.title as campaign_title from refund r
        join pledge p on p.id = r.pledge join campaign c on c.id = p.campaign
        join payment m on m.id = r.payment where r.state = 'failed' and m.refunded < m.amount
        and not exists (select from refund later where later.again_of = r.id) order by r.id limit 200"""
    )
    return [{**each, "sentence": why(each["reason"])} for each in found]


async def count_troubles() -> int:
    """What waits for a person: refunds that failed."""
    return len(await _failed_refunds())
