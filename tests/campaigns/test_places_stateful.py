"""Whatever happens in whatever order: places taken equal the pledges that hold them, and never exceed the cap."""

import asyncio
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule, run_state_machine_as_test

from app.foundation.database import execute, value
from app.foundation.refusals import Refusal
from campaigns.pledging.actions import (
    begin_expiring,
    cancel_pledge,
    collect_pledge,
    drop_pledge,
    expire_pledge,
    fail_pledge,
    pay_pledge,
    promise_pledge,
    refund_pledge,
    start_pledge,
)
from campaigns.pledging.rules import PLACE_HELD
from campaigns.pledging.steps import step_pledge
from tests.campaigns.makers import anyone_new, make_campaign, make_tier, pledge_form

CAP = 6
METHODS = st.sampled_from(["card", "alipay"])
DEEDS = st.sampled_from(
    ["promise", "pay", "begin_expiring", "expire", "cancel", "due", "fail", "drop", "collect", "refund", "release"]
)


class Places(RuleBasedStateMachine):
    """Runs inside one event loop and one database of its own, handed over by the test."""

    loop: asyncio.AbstractEventLoop
    pledges = Bundle("pledges")

    def __init__(self) -> None:
        super().__init__()
        self.tier, self.campaign, self.backers = self.run(self._begin())

    async def _begin(self) -> tuple[Any, Any, Any]:
        campaign = await make_campaign()
        return await make_tier(campaign, cap=CAP, per_backer=4), campaign, [await anyone_new() for _ in range(3)]

    def run(self, coroutine: Any) -> Any:
        return self.loop.run_until_complete(coroutine)

    @rule(target=pledges, backer=st.integers(0, 2), quantity=st.integers(1, 4), method=METHODS)
    def start(self, backer: int, quantity: int, method: str) -> Any:
        viewer = self.backers[backer]
        try:
            return viewer, self.run(start_pledge(viewer, self.campaign, pledge_form(self.tier, quantity=quantity, method=method)))
        except Refusal:
            return multiple()

    @rule(pledge=pledges, deed=DEEDS)
    def go_on(self, pledge: Any, deed: str) -> None:
        self.run(self._do(deed, *pledge))

    @rule(pledge=consumes(pledges))
    def leave(self, pledge: Any) -> None:
        self.run(self._do("cancel", *pledge))

    async def _do(self, deed: str, viewer: Any, pledge: dict[str, Any]) -> None:
        id_ = pledge["id"]
        verbs = {
            "promise": promise_pledge, "pay": pay_pledge, "begin_expiring": begin_expiring, "expire": expire_pledge,
            "drop": drop_pledge,
        }  # fmt: skip
        try:
            if deed in verbs:
                await verbs[deed](id_)
            elif deed == "collect":
                await self._collect(id_)
            elif deed == "cancel":
                await cancel_pledge(viewer, pledge)
            elif deed in ("due", "release"):
                await step_pledge(id_, {"due": "due", "release": "released"}[deed])
            else:
                await {"fail": fail_pledge, "refund": refund_pledge}[deed](id_, "because")
        except Refusal:
            pass

    async def _collect(self, id_: int) -> None:
        """Money is collected only once the campaign is decided; here it then goes on living, to mix all steps."""
        await execute("update campaign set state = 'collecting' where id = {}", self.campaign["id"])
        await collect_pledge(id_)
        await execute("update campaign set state = 'live' where id = {}", self.campaign["id"])

    @invariant()
    def taken_equals_what_is_held(self) -> None:
        taken = self.run(value("select taken from tier where id = {}", self.tier["id"]))
        held = self.run(
            value(
                "select coalesce(sum(quantity), 0) from pledge where tier = {} and state = any({})",
                self.tier["id"], list(PLACE_HELD),
            )
        )  # fmt: skip
        assert taken == held <= CAP

    @invariant()
    def nobody_has_more_than_their_share(self) -> None:
        most = self.run(
            value(
                """select coalesce(max(places), 0) from (select sum(quantity) as places from pledge
                where tier = {} and state = any({}) group by backer) as each_backer""",
                self.tier["id"], list(PLACE_HELD),
            )
        )  # fmt: skip
        assert most <= 4


def test_places_add_up_whatever_happens(server: Any) -> None:
    from app.piccolo_conf import DB, connection_config

    loop = asyncio.new_event_loop()
    before = DB.config
    url = loop.run_until_complete(server.clone("zhizao_places"))
    DB.config = connection_config(url)
    Places.loop = loop
    try:
        loop.run_until_complete(DB.start_connection_pool(min_size=1, max_size=2))
        run_state_machine_as_test(
            Places,
            settings=settings(max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)),
        )
    finally:
        loop.run_until_complete(DB.close_connection_pool())
        DB.config = before
        loop.run_until_complete(server.drop("zhizao_places"))
        loop.close()


async def test_the_database_itself_refuses_one_too_many(db: None) -> None:
    tier = await make_tier(await make_campaign(), cap=1)
    with pytest.raises(asyncpg.CheckViolationError):
        await value("update tier set taken = 2 where id = {} returning id", tier["id"])
