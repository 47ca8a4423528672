"""What a pledge stands on, and how much of it nobody has asked back."""

from typing import Any

from app.foundation.database import rows, value

# Of a payment `m`. A refund that failed waits for a person, unless it was tried again: its amount is nobody else's to ask for.
UNASKED = """(m.amount - m.refunded - (select coalesce(sum(r.amount), 0) from refund r where r.payment = m.id
    and r.state = 'failed' and not exists (select from refund later where later.again_of = r.id)))"""
# It is the one that paid for the pledge, or a top-up of a change that was applied; not one that came twice or lost a race.
STANDS = """(m.change is not null or exists (select from charge h where h.intent_id = m.intent_id and h.state = 'succeeded'))"""


async def unasked(payment_id: int) -> int:
    return max(await value(f"select {UNASKED}::bigint from payment m where m.id = {{}}", payment_id), 0)


async def standing_payments(pledge_id: int) -> list[dict[str, Any]]:
    """The latest first, each with what is `unasked`; held against refunds and collecting at the same moment."""
    await rows("select id from payment where pledge = {} order by id for update", pledge_id)
    return await rows(
        f"""select m.*, greatest({UNASKED}, 0)::bigint as unasked from payment m
        where m.pledge = {{}} and {STANDS} order by m.id desc""",
        pledge_id,
    )
