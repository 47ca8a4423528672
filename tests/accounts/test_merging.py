"""Two members become one: recorded, nothing lost, no vote twice, and what can't be merged is refused in a sentence."""

import importlib
import sys
from datetime import timedelta
from typing import Any

import httpx
import pytest
from piccolo.columns import BigInt, ForeignKey
from piccolo.table import Table

from app.accounts.factors.tables import Totp
from app.accounts.identities.merging import hand_over_again
from app.accounts.identities.rules import is_neutral
from app.accounts.leaving.kinds import each
from app.accounts.queries import people
from app.accounts.sessions import start_session
from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import execute, insert, row, rows, value
from app.foundation.schema import PACKAGES, modules_named
from app.notifications.actions import notify
from ideas.voting.actions import cast_vote, withdraw_vote
from tests.accounts.browsers import is_signed_in, other_browser
from tests.accounts.mailbox import ask_code, texted_code
from tests.accounts.test_addresses import ask, proof_code
from tests.campaigns.makers import make_campaign, make_pledge, make_tier
from tests.ideas.makers import make_idea
from tests.people import join_team, make_brand, make_member, sign_in, wear

pytestmark = pytest.mark.usefixtures("db")
MINE, OTHERS = "mine@people.test", "others@people.test"


async def two_members() -> tuple[Viewer, Viewer]:
    return await make_member("现在的我", email=MINE), await make_member("从前的我", email=OTHERS)


async def prove(client: httpx.AsyncClient, address: str = OTHERS) -> str:
    """Prove the other member's address; the token under which it is decided."""
    at = await ask(client, address)
    answer = await client.post("/me/identities/proof", data={"at": at, "code": await proof_code(address)})
    assert answer.headers["location"] == f"/me/merge?at={at}"
    return at


async def merge(client: httpx.AsyncClient, member: Viewer, address: str = OTHERS) -> httpx.Response:
    await sign_in(client, member)
    return await client.post("/me/merge", data={"at": await prove(client, address)})


async def test_both_are_shown_and_nothing_happens_before_the_word(client: httpx.AsyncClient) -> None:
    me, other = await two_members()
    await cast_vote(other, (await make_idea())["public_id"])
    await sign_in(client, me)
    page = await client.get(f"/me/merge?at={await prove(client)}")
    assert "现在的我" in page.text
    assert "从前的我" in page.text
    assert "投过 1 票" in page.text
    assert await value("select merged_into from member where id = {}", other.id) is None
    assert await value("select member from identity where address = {}", OTHERS) == other.id


async def test_the_act_is_recorded_and_the_id_leads_to_the_living_one(client: httpx.AsyncClient) -> None:
    me, other = await two_members()
    assert (await merge(client, me)).headers["location"] == "/me/security"
    kept = await row("select from_member, into_member, how, actor from member_merge")
    assert kept == {"from_member": other.id, "into_member": me.id, "how": "email", "actor": me.id}
    shown = (await people([other.id]))[other.id]
    assert (shown.id, shown.name) == (me.id, "现在的我")
    assert await value("select count(*) from identity where member = {}", me.id) == 2


async def test_a_chain_of_merges_leads_to_its_end(client: httpx.AsyncClient) -> None:
    me, other = await two_members()
    third = await make_member("第三个", email="third@people.test")
    await merge(client, me)
    await merge(client, third, MINE)
    assert {one.id for one in (await people([me.id, other.id, third.id])).values()} == {third.id}


async def test_the_old_address_signs_in_the_one_that_goes_on(client: httpx.AsyncClient) -> None:
    me, other = await two_members()
    elsewhere = await start_session(other.id)
    await merge(client, me)
    async with other_browser() as browser:
        wear(browser, elsewhere)
        assert not await is_signed_in(browser), "what was signed in as the other is signed out"
        await browser.post("/sign-in", data={"code": await ask_code(browser, OTHERS)})
        assert "现在的我" in (await browser.get("/me")).text


async def counts(idea: dict[str, Any]) -> tuple[int, int]:
    return (
        await value("select vote_count from idea where id = {}", idea["id"]),
        await value("select count(*) from vote where idea = {} and state = 'counted'", idea["id"]),
    )


async def test_where_both_voted_one_vote_counts_and_no_row_is_deleted(client: httpx.AsyncClient) -> None:
    me, other = await two_members()
    both, others_only, mine_only = [await make_idea() for _ in range(3)]
    for voter, idea in ((me, both), (other, both), (other, others_only), (me, mine_only)):
        await cast_vote(voter, idea["public_id"])
    await merge(client, me)
    assert [await counts(idea) for idea in (both, others_only, mine_only)] == [(1, 1), (1, 1), (1, 1)]
    assert await value("select count(*) from vote") == 4
    assert await value("select count(*) from vote where member = {} and state = 'counted'", me.id) == 3


async def test_a_vote_for_what_is_now_ones_own_idea_is_withdrawn(client: httpx.AsyncClient) -> None:
    me, other = await two_members()
    mine, theirs = await make_idea(me), await make_idea(other)
    await cast_vote(other, mine["public_id"])
    await cast_vote(me, theirs["public_id"])
    await cast_vote(await make_member(), theirs["public_id"])
    await merge(client, me)
    assert [await counts(idea) for idea in (mine, theirs)] == [(0, 0), (1, 1)]
    assert await value("select author from idea where id = {}", theirs["id"]) == me.id


@pytest.mark.parametrize(
    ("mine", "theirs", "stands"),
    [("withdrawn", "counted", "counted"), ("counted", "withdrawn", "counted"), ("quarantined", "counted", "quarantined"),
     ("counted", "quarantined", "quarantined"), ("withdrawn", "quarantined", "quarantined"),
     ("withdrawn", "withdrawn", "withdrawn")],
)  # fmt: skip
async def test_suspicion_outlives_the_merge(client: httpx.AsyncClient, mine: str, theirs: str, stands: str) -> None:
    me, other = await two_members()
    idea = await make_idea()
    for voter, state in ((me, mine), (other, theirs)):
        await cast_vote(voter, idea["public_id"])
        if state == "withdrawn":
            await withdraw_vote(voter, idea["public_id"])
        elif state == "quarantined":
            await execute("update vote set state = 'quarantined', reason = 'burst' where member = {}", voter.id)
            await execute("update idea set vote_count = vote_count - 1 where id = {}", idea["id"])
    await merge(client, me)
    assert await value("select state from vote where member = {}", me.id) == stands
    counted, kept = await counts(idea)
    assert counted == kept == (stands == "counted")
    if stands == "quarantined":
        assert await value("select reason from vote where member = {}", me.id) == "burst"


async def test_pledges_perks_addresses_and_notices_go_over(client: httpx.AsyncClient) -> None:
    me, other = await two_members()
    campaign = await make_campaign()
    pledge = await make_pledge(campaign, await make_tier(campaign), other)
    await execute(
        """insert into destination (public_id, member, kind, name, phone, country, line1)
        values ('k7m2qxbb', {}, 'home', '林小树', '13800138000', 'CN', '文三路')""",
        other.id,
    )
    await notify([other.id], "password_set", "/me/security")
    before = await row("select * from pledge where id = {}", pledge["id"])
    await merge(client, me)
    after = await row("select * from pledge where id = {}", pledge["id"])
    assert before and after == before | {"backer": me.id}
    assert await value("select member from destination") == me.id
    assert await value("select count(*) from notice where member = {}", other.id) == 0
    assert (await client.get(f"/pledges/{pledge['public_id']}")).status_code == 200


async def test_forms_that_both_have_sent_stay_two_pledges(client: httpx.AsyncClient) -> None:
    me, other = await two_members()
    campaign = await make_campaign()
    tier = await make_tier(campaign)
    await make_pledge(campaign, tier, me)
    await make_pledge(campaign, tier, other)
    await execute("update pledge set request_key = 'the same form'")
    await merge(client, me)
    assert await value("select count(*) from pledge where backer = {}", me.id) == 2


async def test_in_a_team_of_both_the_higher_role_stays(client: httpx.AsyncClient) -> None:
    me, other = await two_members()
    shared, theirs = await make_brand(await make_member()), await make_brand(other)
    await join_team(shared, me, "support")
    await join_team(shared, other, "editor")
    await merge(client, me)
    roles = await rows("select brand, role from brand_member where member = {} order by brand", me.id)
    assert [one["role"] for one in roles] == ["editor", "owner"]
    assert await value("select count(*) from brand_member where member = {}", other.id) == 0
    assert roles[1]["brand"] == theirs["id"]


async def test_staff_are_not_merged_away(client: httpx.AsyncClient) -> None:
    me = await make_member(email=MINE)
    staff = await make_member(email=OTHERS, staff=True)
    answer = await merge(client, me)
    assert answer.status_code == 409
    assert "平台运营" in answer.text
    assert await value("select merged_into from member where id = {}", staff.id) is None


async def test_whoever_has_a_second_factor_is_the_one_that_goes_on(client: httpx.AsyncClient) -> None:
    me, other = await two_members()
    await insert(Totp, member=other.id, secret="sealed", last_step=0)
    answer = await merge(client, me)
    assert answer.status_code == 409
    assert "请反过来" in answer.text
    assert await value("select count(*) from member_merge") == 0


async def test_a_proof_is_good_for_half_an_hour_for_its_member_and_once(client: httpx.AsyncClient) -> None:
    me, _ = await two_members()
    stranger = await make_member()
    await sign_in(client, me)
    at = await prove(client)
    await sign_in(client, stranger)
    assert (await client.post("/me/merge", data={"at": at})).status_code == 409
    await sign_in(client, me)
    await clock.shift(timedelta(minutes=31))
    assert (await client.post("/me/merge", data={"at": at})).status_code == 409
    assert await value("select count(*) from member_merge") == 0


async def test_both_addresses_are_told(client: httpx.AsyncClient) -> None:
    me, _ = await two_members()
    await merge(client, me)
    told = await rows("select address from mail where event = 'members_merged' order by id")
    assert [one["address"] for one in told] == [MINE, OTHERS]


async def test_a_phone_that_is_another_members_leads_to_merging_too(client: httpx.AsyncClient) -> None:
    me = await make_member(email=MINE)
    await client.post("/sign-in", data={"address": "+8613800138000"})
    await client.post("/sign-in", data={"code": await texted_code("+8613800138000")})
    other = await value("select member from identity where kind = 'phone'")
    await sign_in(client, me)
    at = await ask(client, "+8613800138000")
    answer = await client.post("/me/identities/proof", data={"at": at, "code": await texted_code("+8613800138000")})
    assert answer.headers["location"].startswith("/me/merge")
    await client.post("/me/merge", data={"at": at})
    assert await value("select merged_into from member where id = {}", other) == me.id


async def test_what_was_under_way_in_that_moment_goes_over_later(client: httpx.AsyncClient) -> None:
    me, other = await two_members()
    late, both = await make_idea(), await make_idea()
    await cast_vote(me, both["public_id"])
    await merge(client, me)
    await cast_vote(other, late["public_id"])
    await cast_vote(other, both["public_id"])
    await hand_over_again()
    await hand_over_again()
    assert [await counts(idea) for idea in (late, both)] == [(1, 1), (1, 1)]
    assert await value("select count(*) from vote where member = {} and state = 'counted'", other.id) == 0


# Numbers that are no member's, by their column.
NUMBERS = {
    "id", "subject", "thing", "case", "identity", "amount", "unit_amount", "price", "shipping", "goal", "decided_total", "fee",
    "refunded", "sign_count", "last_step", "campaign", "pledge", "idea", "brand", "mail", "sms", "merged_into",
    "phase", "remixed_from", "thread", "comment", "parent", "answers_to", "pinned", "source", "improvement",
    "woven_into", "ladder", "challenge", "tooling", "unit_cost", "suspect", "option", "poll", "tier", "first_price", "next_price",
    "late_price", "usual_price", "target", "reached", "pledged", "collected", "held", "was", "due", "back",
}  # fmt: skip


def columns_of_members() -> set[tuple[str, str]]:
    """Foreign keys to a member and plain numbers that may be one; an event's actor is history by its nature."""
    found = set()
    for module in (importlib.import_module(name) for package in PACKAGES for name in modules_named("tables", package)):
        for table in vars(module).values():
            if isinstance(table, type) and issubclass(table, Table) and table.__module__ == module.__name__:
                names = [column._meta.name for column in table._meta.columns if _may_be_member(column)]
                found |= {
                    (table._meta.tablename, name) for name in names if not (name == "actor" and "event" in table.__name__.lower())
                }
    return found


def _may_be_member(column: Any) -> bool:
    if isinstance(column, ForeignKey):
        return column._foreign_key_meta.resolved_references._meta.tablename == "member"
    return type(column) is BigInt and column._meta.name not in NUMBERS


def test_every_column_that_names_a_member_has_its_fate() -> None:
    declared = {pair for module in each_module() for pair in module.HANDOVER.columns()}
    unknown = columns_of_members() - declared
    assert not unknown, f"say in member_data.py what becomes of {sorted(unknown)} when two members become one"


def each_module() -> list[Any]:
    return [sys.modules[merge.__module__] for merge in each("member_data", "merge")]


async def test_a_chosen_name_outlives_a_neutral_one(client: httpx.AsyncClient) -> None:
    other = await make_member("从前的我", email=OTHERS)
    await client.post("/sign-in", data={"code": await ask_code(client, MINE)})
    at = await prove(client)
    assert "名字和头像用“从前的我”的" in (await client.get(f"/me/merge?at={at}")).text
    await client.post("/me/merge", data={"at": at})
    assert (await people([other.id]))[other.id].name == "从前的我"


@pytest.mark.parametrize(
    ("name", "neutral"), [("粉丝k7m2", True), ("粉丝团长", False), ("粉丝k7m2x", False), ("林小树", False), ("", False)]
)
def test_a_name_given_at_joining_is_known_as_such(name: str, neutral: bool) -> None:
    assert is_neutral(name) is neutral
