"""Whatever is changed in whatever order: what came in less what went back is the pledge's amount, and places agree.

The control leaves out what gives the difference back, and fails.
"""

import asyncio
import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.foundation.database import execute, row, rows, transaction, value
from app.foundation.ids import new_id
from app.foundation.refusals import Refusal
from campaigns.changing.actions import change_pledge, end_change
from campaigns.changing.queries import open_change
from campaigns.closing import close_campaign
from campaigns.pledging.actions import cancel_pledge
from payments.changing.actions import begin_change
from payments.collection.actions import settle_campaign
from payments.collection.arrivals import money_arrived
from payments.gateway import Charge, Refund
from payments.ledger.queries import account_sum, sums_by_currency
from payments.refunds.actions import apply_refund
from payments.refunds.tasks import find_forgotten, give_back_cancelled
from tests.campaigns.changing import backer_of, change_form, places_held, places_taken
from tests.campaigns.makers import end_now, fresh_pledge, make_campaign, make_pledge, make_tier

PRICES = (1990, 2100, 5000)
STEPS = st.one_of(
    st.tuples(st.just("change"), st.integers(0, 2), st.integers(1, 3)),
    st.tuples(st.just("pay"), st.booleans()),
    st.tuples(st.just("run out")),
    st.tuples(st.just("refund"), st.sampled_from(["succeeded", "pending", "failed"])),
)
ENDS = st.sampled_from(["goes on", "cancelled", "failed", "succeeded"])


def arrival(pledge: dict[str, Any], amount: int, change: str = "") -> Charge:
    """The provider's word that a payment went through."""
    id_ = new_id()
    metadata = {"pledge": pledge["public_id"]} | ({"change": change} if change else {})
    return Charge(
        intent_id=f"pi_{id_}", status="succeeded", amount=amount, currency="CNY", received=amount, refunded=0, disputed=False,
        charge_id=f"ch_{id_}", method="alipay", fee=0, fee_currency="CNY", refusal=None, created=pledge["created_at"],
        metadata=metadata,
    )  # fmt: skip


async def answered(refund: dict[str, Any], status: str) -> None:
    """The provider's word about a refund."""
    id_ = refund["provider_id"] or f"re_{new_id()}"
    await apply_refund(
        refund["id"], Refund(id=id_, status=status, amount=refund["amount"], currency="CNY", intent_id=None, charge_id=None,
                             failure_reason="unknown" if status == "failed" else None),
    )  # type: ignore[arg-type]  # fmt: skip


class Story:
    """One pledge, its tiers, and what the provider says of its money; without the provider."""

    def __init__(self, ask: Any) -> None:
        self.ask = ask

    async def begin(self) -> None:
        self.campaign = await make_campaign(goal=1000)
        self.tiers = [await make_tier(self.campaign, title=f"{price}", price=price, cap=4) for price in PRICES]
        pledge = await make_pledge(self.campaign, self.tiers[0], method="alipay", state="started")
        await money_arrived(pledge["id"], arrival(pledge, pledge["amount"]))
        self.pledge = await fresh_pledge(pledge)
        assert self.pledge["state"] == "paid"

    async def step(self, what: str, *how: Any) -> None:
        await getattr(self, what.replace(" ", "_"))(*how)

    async def change(self, tier: int, quantity: int) -> None:
        form = await change_form(self.pledge, self.tiers[tier], quantity=quantity)
        try:
            async with transaction():
                await self.ask(await backer_of(self.pledge), self.pledge["id"], form)
        except Refusal:
            pass

    async def pay(self, twice: bool) -> None:
        """The top-up's money comes; `twice`: from a page that nobody knew of as well."""
        change = await open_change(self.pledge["id"])
        if change is not None:
            for _ in range(1 + twice):
                await money_arrived(self.pledge["id"], arrival(self.pledge, change["due"], change["public_id"]))

    async def run_out(self) -> None:
        """The hold is over; then the money comes all the same."""
        change = await open_change(self.pledge["id"])
        if change is not None:
            await end_change(change["id"], "hold_over")
            await money_arrived(self.pledge["id"], arrival(self.pledge, change["due"], change["public_id"]))

    async def refund(self, status: str) -> None:
        refund = await row(
            """select * from refund where pledge = {} and state in ('intended', 'pending') order by id limit 1""",
            self.pledge["id"],
        )
        if refund is not None:
            await answered(refund, status)

    async def end(self, how: str) -> None:
        if how == "cancelled":
            await cancel_pledge(await backer_of(self.pledge), await fresh_pledge(self.pledge))
            await give_back_cancelled({"pledge": self.pledge["id"]})
        elif how != "goes on":
            await execute("update campaign set goal = {} where id = {}", 1 if how == "succeeded" else 10**9, self.campaign["id"])
            await end_now(self.campaign)
            assert await close_campaign(self.campaign["id"]) == how
            await settle_campaign(self.campaign["id"])
            await settle_campaign(self.campaign["id"])
        await find_forgotten()

    async def check(self, *, is_over: bool = False) -> None:
        now = await fresh_pledge(self.pledge)
        came, back = await self.sums()
        claimed = 0 if now["state"] in ("cancelled", "refunded") or (is_over and await self.has_failed()) else now["amount"]
        assert came - back == claimed, (now["state"], came, back)
        assert await places_taken() == await places_held()
        assert not any((await sums_by_currency()).values())
        if now["state"] == "collected":
            earned = -await account_sum("owed_to_brand", pledge=now["id"]) - await account_sum("platform_fee", pledge=now["id"])
            assert earned == now["amount"]
            assert -await account_sum("owed_to_backers", pledge=now["id"]) == await self.not_back_yet()

    async def has_failed(self) -> bool:
        return await value("select state = 'failed' from campaign where id = {}", self.campaign["id"])

    async def sums(self) -> tuple[int, int]:
        """All that came, all that went back, is on its way or waits for a person because it failed."""
        came = await value("select sum(amount)::bigint from payment where pledge = {}", self.pledge["id"])
        back = await value("select coalesce(sum(amount), 0)::bigint from refund where pledge = {}", self.pledge["id"])
        return came, back

    async def not_back_yet(self) -> int:
        """What is the backer's and still with us: refunds that were not booked yet, or failed."""
        return await value(
            "select coalesce(sum(amount), 0)::bigint from refund where pledge = {} and state in ('intended', 'failed')",
            self.pledge["id"],
        )


async def tell(ask: Any, steps: list[Any], end: str) -> None:
    story = Story(ask)
    await story.begin()
    for step in steps:
        await story.step(*step)
        await story.check()
    await story.end(end)
    await story.check(is_over=True)
    for refund in await rows("select * from refund where pledge = {} and state in ('intended', 'pending')", story.pledge["id"]):
        await answered(refund, "succeeded")
    await story.check(is_over=True)


async def forgetful(viewer: Any, pledge: int, form: Any) -> None:
    """The control: changes the pledge, and gives nothing back."""
    await change_pledge(viewer, pledge, form)


class _Undone(Exception):
    pass


async def alone(ask: Any, steps: list[Any], end: str) -> None:
    """One story that leaves nothing behind."""
    try:
        async with transaction():
            await tell(ask, steps, end)
            raise _Undone
    except _Undone:
        pass


@pytest.fixture
def loop_of_its_own(server: Any) -> Any:
    from app.piccolo_conf import DB, connection_config

    loop, before = asyncio.new_event_loop(), DB.config
    name = f"zhizao_{uuid.uuid4().hex[:12]}"  # another worker may run the other one at the same time
    DB.config = connection_config(loop.run_until_complete(server.clone(name)))
    loop.run_until_complete(DB.start_connection_pool(min_size=1, max_size=2))
    try:
        yield loop
    finally:
        loop.run_until_complete(DB.close_connection_pool())
        DB.config = before
        loop.run_until_complete(server.drop(name))
        loop.close()


def test_what_came_less_what_went_back_is_the_pledge(loop_of_its_own: asyncio.AbstractEventLoop) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(steps=st.lists(STEPS, max_size=8), end=ENDS)
    def stories(steps: list[Any], end: str) -> None:
        loop_of_its_own.run_until_complete(alone(begin_change, steps, end))

    stories()


# Dearer, paid, cheaper again: whoever forgets to give back keeps the difference.
TELLING = [("change", 2, 1), ("pay", False), ("change", 0, 1)]


def test_the_control_that_gives_nothing_back_is_found_out(loop_of_its_own: asyncio.AbstractEventLoop) -> None:
    loop_of_its_own.run_until_complete(alone(begin_change, TELLING, "goes on"))
    with pytest.raises(AssertionError):
        loop_of_its_own.run_until_complete(alone(forgetful, TELLING, "goes on"))
