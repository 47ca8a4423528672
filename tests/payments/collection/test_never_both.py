"""An attempt on the old card and the page for another one in the same moment: one of them gives way."""

import asyncio

from app.foundation import clock
from app.foundation.database import insert, row, transaction, value
from payments.checkout.sessions import RECOVERY, intend_session
from payments.collection.attempting import _begin_attempt
from payments.collection.tables import Charge
from tests.campaigns.makers import make_campaign, make_pledge, make_tier


async def test_no_attempt_begins_while_the_page_for_another_card_is_being_opened(committed_db: str) -> None:
    campaign = await make_campaign()
    pledge = await make_pledge(campaign, await make_tier(campaign), state="failing")
    now = await clock.now()
    charge = await insert(
        Charge, pledge=pledge["id"], campaign=campaign["id"], amount=pledge["amount"], currency="CNY", state="refused",
        attempts=1, next_try_at=now, window_ends_at=now,
    )  # fmt: skip
    holds = asyncio.Event()

    async def open_page() -> None:
        async with transaction():
            await row("select 1 from charge where id = {} for update", charge["id"])
            holds.set()
            await _until_somebody_waits()
            await intend_session(pledge, RECOVERY, "payment")

    async def attempt() -> dict | None:
        await holds.wait()
        return await _begin_attempt(charge)

    _, begun = await asyncio.gather(open_page(), attempt())
    assert begun is None
    assert await value("select state from charge where id = {}", charge["id"]) == "refused"


async def _until_somebody_waits() -> None:
    while not await value("select exists (select from pg_locks where not granted)"):
        await asyncio.sleep(0.02)
