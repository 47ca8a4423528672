"""A shop for tests of money: our app on a real database, the local Stripe beside it, and people who pay."""

import asyncio
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx

sys.path.insert(0, str(Path(__file__).parent / "sandbox"))

from local_stripe import KEY, Heard, Listener, LocalStripe

from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import row, rows, value
from app.jobs import Tally, tick
from payments.checkout.actions import open_checkout
from payments.ledger.queries import sums_by_account, sums_by_currency
from payments.ledger.reconcile import differences
from tests.campaigns.makers import end_now, make_campaign, make_pledge, make_tier

WEBHOOK = "/webhooks/stripe"


class Shop:
    def __init__(self, stripe: LocalStripe, listener: Listener, client: httpx.AsyncClient, sandbox_database: str) -> None:
        self.stripe, self.listener, self.client, self._database = stripe, listener, client, sandbox_database
        self._read = len(listener.heard)
        self._http = httpx.AsyncClient(base_url=stripe.url, headers={"authorization": f"Bearer {KEY}"}, verify=False, timeout=20)

    async def close(self) -> None:
        await self._http.aclose()

    async def forget_everything(self) -> None:
        """Of the local Stripe: each test begins with empty books and the machine's time."""
        connection = await asyncpg.connect(self._database)
        try:
            await connection.execute("truncate stripe_sandbox.objects, stripe_sandbox.remembered, stripe_sandbox.deliveries")
            await connection.execute("delete from clock_shift")
        finally:
            await connection.close()

    async def pass_time(self, by: timedelta) -> None:
        """For us and for the local Stripe alike."""
        await clock.shift(by)
        connection = await asyncpg.connect(self._database)
        try:
            await connection.execute(
                "insert into clock_shift (shift) values ($1) on conflict (only_row)"
                " do update set shift = clock_shift.shift + excluded.shift",
                by,
            )
        finally:
            await connection.close()
        await self.control("POST", "tick")

    async def control(self, method: str, path: str, **body: Any) -> Any:
        answer = await self._http.request(method, f"/_sandbox/{path}", json=body or None)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def fault(self, kind: str, match: str, **more: Any) -> None:
        await self.control("POST", "faults", kind=kind, match=match, **more)

    async def no_faults(self) -> None:
        await self.control("DELETE", "faults")

    # -- people ---------------------------------------------------------------------------------------------------------

    async def begin(
        self, method: str = "card", *, campaign: dict | None = None, tier: dict | None = None, **tier_more: Any
    ) -> dict:
        """A pledge whose place is held; its campaign lasts five days unless given."""
        campaign = campaign or await make_campaign(goal=1000, lasts=timedelta(days=5))
        tier = tier or await make_tier(campaign, **tier_more)
        return await make_pledge(campaign, tier, method=method, state="started")

    async def pay(self, pledge: dict[str, Any], outcome: str = "pays") -> httpx.Response:
        """By the hand of the backer: to the provider's page and through it."""
        url = await open_checkout(pledge["id"])
        return await self.choose(url, outcome, pledge["method"])

    async def choose(self, url: str, outcome: str = "pays", method: str = "card") -> httpx.Response:
        return await self._http.post(url, data={"method": method, "outcome": outcome, "confirm": "yes"})

    async def promised(self, outcome: str = "pays", **more: Any) -> dict[str, Any]:
        pledge = await self.begin("card", **more)
        await self.pay(pledge, outcome)
        await self.settle()
        assert await self.state(pledge) == "promised"
        return pledge

    async def paid(self, method: str = "alipay", **more: Any) -> dict[str, Any]:
        pledge = await self.begin(method, **more)
        await self.pay(pledge)
        await self.settle()
        assert await self.state(pledge) == "paid"
        return pledge

    async def end(self, pledge: dict[str, Any]) -> None:
        """The campaign's deadline passes, and everything due is done."""
        await end_now({"id": pledge["campaign"]})
        await self.settle()

    # -- what arrives -----------------------------------------------------------------------------------------------------

    async def heard(self) -> list[Heard]:
        """Webhooks sent since the last time, once all of them are out."""
        until = time.monotonic() + 8
        while (await self.control("GET", "deliveries"))["waiting"]:
            assert time.monotonic() < until, "the local Stripe never sent all its webhooks"
            await asyncio.sleep(0.02)
        fresh, self._read = self.listener.heard[self._read :], len(self.listener.heard)
        return fresh

    async def deliver(self, events: list[Heard]) -> list[int]:
        return [(await self.post(each.body, each.signature)).status_code for each in events]

    async def post(self, body: bytes, signature: str) -> httpx.Response:
        return await self.client.post(WEBHOOK, content=body, headers={"stripe-signature": signature})

    async def settle(self) -> Tally:
        """Webhooks delivered, jobs and sweeps done, until nothing more happens."""
        tally = Tally()
        for _ in range(6):
            events = await self.heard()
            await self.deliver(events)
            one = await tick()
            tally.done, tally.failed = tally.done + one.done, tally.failed + one.failed
            assert not one.failed_sweeps, one.failed_sweeps
            if not events and not one.done:
                break
        return tally

    # -- what stands ------------------------------------------------------------------------------------------------------

    async def state(self, pledge: dict[str, Any]) -> str:
        return await value("select state from pledge where id = {}", pledge["id"])

    async def charge(self, pledge: dict[str, Any]) -> dict[str, Any]:
        found = await row("select * from charge where pledge = {}", pledge["id"])
        assert found is not None
        return found

    async def refunds(self, pledge: dict[str, Any]) -> list[dict[str, Any]]:
        return await rows("select * from refund where pledge = {} order by id", pledge["id"])

    async def accounts(self, pledge: dict[str, Any]) -> dict[str, int]:
        """Without the provider's own fee, which is the operator's."""
        found = await sums_by_account(pledge["campaign"])
        return {each["account"]: each["amount"] for each in found if each["amount"]}

    async def taken_at_stripe(self) -> list[int]:
        """Every payment that went through, as the provider counts it."""
        connection = await asyncpg.connect(self._database)
        try:
            return [
                each["amount"]
                for each in await connection.fetch(
                    "select (body->>'amount')::bigint as amount from stripe_sandbox.objects"
                    " where kind = 'charge' and body->>'status' = 'succeeded' order by seq"
                )
            ]
        finally:
            await connection.close()

    async def assert_books_agree(self) -> None:
        assert not any((await sums_by_currency()).values())
        assert await differences() == []


async def inbox_of(backer: int | Viewer) -> list[str]:
    member = backer if isinstance(backer, int) else backer.id
    return [each["event"] for each in await rows("select event from notice where member = {} order by id", member)]


async def mails_of(event: str) -> list[dict[str, Any]]:
    return await rows("select * from mail where event = {} order by id", event)
