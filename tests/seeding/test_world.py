"""The small world: believable because it was played by the real verbs, and all the rules hold in it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
import httpx
import pytest

from app.accounts.actions import sign_in_by_password
from app.accounts.addresses import Address
from app.settings import ROOT
from campaigns.pledging.rules import PLACE_HELD
from ideas.finding.queries import Wanted, find_ideas
from ideas.ranking import best
from tests.payments.sandbox.local_stripe import free_port
from tests.seeding.conftest import command

pytestmark = pytest.mark.xdist_group("small world")  # made once: that takes a minute


@pytest.mark.parametrize("who", ["fan", "brand", "backer", "staff"])
async def test_its_people_sign_in_with_the_password_that_is_told(world: asyncpg.Connection, who: str) -> None:
    member = await sign_in_by_password(Address("email", f"{who}@zhizao.test"), "zhizao-demo")
    assert await world.fetchval("select is_staff from member where id = $1", member) is (who == "staff")


async def test_a_half_made_world_was_swept_away(world: asyncpg.Connection) -> None:
    assert not await world.fetchval("select exists (select from member where public_id = 'halfhalf')")
    assert not await world.fetchval("select exists (select from heartbeat where process = 'seeding')")


async def test_the_clock_shows_the_present_again(world: asyncpg.Connection) -> None:
    assert abs(await world.fetchval("select extract(epoch from app_now() - now())::float")) < 1
    assert await world.fetchval("select max(at) <= app_now() from idea_event")


async def test_counts_of_votes_equal_their_rows_and_nobody_votes_for_themself(world: asyncpg.Connection) -> None:
    rows = await world.fetch(
        """select i.vote_count, i.author, i.best, i.counts, i.published_at,
          array_agg(v.member) filter (where v.state = 'counted') as voters
        from idea i left join vote v on v.idea = i.id where i.state <> 'draft' group by i.id"""
    )
    assert len(rows) > 30
    for row in rows:
        assert row["vote_count"] == len(row["voters"] or [])
        assert row["author"] not in (row["voters"] or [])
        shown = row["vote_count"] if row["counts"] == "shown" else 0
        assert row["best"] == pytest.approx(best(shown, row["published_at"]))


async def test_its_ideas_climb_a_ladder_and_one_of_them_waits_for_its_second_chance(world: asyncpg.Connection) -> None:
    assert await world.fetchval("select count(*) from milestone") > 5
    expired = await world.fetch(
        "select i.author, c.missed_votes, c.second_chance_at from idea i join climb c on c.idea = i.id where i.state = 'expired'"
    )
    assert len(expired) == 1 and expired[0]["missed_votes"] < 20 and expired[0]["second_chance_at"] is None
    assert await world.fetchval("select count(*) from tag_use where folded <> ''") > 5
    assert await world.fetchval("select count(*) from fresh_idea") >= 2


async def test_no_vote_is_older_than_its_idea_or_its_voter(world: asyncpg.Connection) -> None:
    assert not await world.fetchval(
        """select count(*) from vote v join idea i on i.id = v.idea join member m on m.id = v.member
        where v.created_at < i.published_at or v.created_at < m.created_at"""
    )


async def test_taken_places_equal_the_pledges_that_hold_them(world: asyncpg.Connection) -> None:
    tiers = await world.fetch(
        """select t.title, t.cap, t.taken,
          (select coalesce(sum(l.quantity), 0) from pledge_line l join pledge p on p.id = l.pledge
           where l.tier = t.id and p.state = any($1))
          + (select coalesce(sum((h.held ->> t.id::text)::int), 0) from pledge_change h where h.state = 'held') as held
        from tier t where t.cap is not null""",
        list(PLACE_HELD),
    )
    assert any(tier["taken"] >= tier["cap"] - 1 for tier in tiers), "one is nearly sold out"
    for tier in tiers:
        assert tier["taken"] == tier["held"] <= tier["cap"]


async def test_the_ledger_sums_to_zero(world: asyncpg.Connection) -> None:
    sums = await world.fetch("select transaction, currency, sum(amount) as rest from ledger_entry group by 1, 2")
    assert sums
    assert not [one for one in sums if one["rest"]]


async def test_campaigns_stand_in_every_state_that_one_wants_to_look_at(world: asyncpg.Connection) -> None:
    states = [row["state"] for row in await world.fetch("select state from campaign")]
    assert {"draft", "submitted", "prelaunch", "live", "collecting", "fulfilling", "failed"} <= set(states)
    assert states.count("live") >= 4
    waiting = await world.fetchrow(
        "select c.opens_at > app_now() as is_ahead, count(r.id) as many, count(r.tier) as chosen from campaign c"
        " join reservation r on r.campaign = c.id where c.state = 'prelaunch' group by c.id"
    )
    assert waiting["is_ahead"] and waiting["many"] > waiting["chosen"] > 10
    assert await world.fetchval("select count(*) from campaign where state = 'live' and currency = 'TWD'")


async def test_perks_are_at_different_stages_and_the_demo_backer_has_something_to_do(world: asyncpg.Connection) -> None:
    states = {row["state"] for row in await world.fetch("select distinct state from perk")}
    assert {"answers_due", "answered", "dispatched", "received", "named"} <= states
    mine = """from perk where backer = (select member from identity where address = 'backer@zhizao.test') and state = """
    assert await world.fetchval(f"select count(*) {mine} 'answers_due'")
    assert await world.fetchval(f"select count(*) {mine} 'dispatched'")


async def test_a_card_is_being_refused_and_a_wallet_got_its_money_back(world: asyncpg.Connection) -> None:
    mine = "backer = (select member from identity where address = 'backer@zhizao.test')"
    assert await world.fetchval(f"select count(*) from pledge where state = 'failing' and {mine}")
    assert await world.fetchval(f"select count(*) from pledge where state = 'refunded' and method = 'alipay' and {mine}")
    assert await world.fetchval("select count(*) from pledge where state = 'dropped'")


async def test_nothing_is_left_to_do_for_the_worker(world: asyncpg.Connection) -> None:
    assert not await world.fetchval("select count(*) from pgqueuer where execute_after <= now()")
    assert not await world.fetchval("select count(*) from stripe_sandbox.faults")


async def test_every_picture_lies_in_storage(world: asyncpg.Connection, world_folder: Path) -> None:
    pictures = [row["public_id"] for row in await world.fetch("select public_id from picture where attached")]
    assert len(pictures) > 100
    for public_id in pictures:
        assert (world_folder / "media" / public_id / "480.webp").stat().st_size > 500


async def test_search_finds_traditional_by_simplified_and_the_other_way_round(world: asyncpg.Connection) -> None:
    for word, found in (("便当", "會走路的便當機器人"), ("鍵盤", "给左手的数字小键盘"), ("保温壶", "一隻手打得開的保溫壺")):
        assert found in [idea["title"] for idea in (await find_ideas(Wanted(q=word))).ideas], word


async def _sizes(world: asyncpg.Connection) -> dict[str, int]:
    tables = [row[0] for row in await world.fetch("select tablename from pg_tables where schemaname = 'public'")]
    return {table: await world.fetchval(f'select count(*) from "{table}"') for table in tables}


async def test_seeding_again_changes_nothing(world: asyncpg.Connection, world_url: str, world_folder: Path) -> None:
    before = await _sizes(world)
    again = command(world_url, world_folder, "seed")
    assert again.returncode == 0, again.stderr
    assert await _sizes(world) == before


async def test_our_books_equal_the_providers(world_url: str, world_folder: Path) -> None:
    port = str(free_port())
    env = {**os.environ, "DATABASE_URL": world_url, "ENVIRONMENT": "test", "ZHIZAO_VAR": str(world_folder), "SANDBOX_PORT": port}
    stripe = subprocess.Popen([sys.executable, "-m", "app", "sandbox"], env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz")
        held = command(world_url, world_folder, "reconcile", SANDBOX_PORT=port)
        assert held.returncode == 0, held.stdout + held.stderr
    finally:
        stripe.terminate()
        stripe.wait()


def _wait_for(address: str) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            if httpx.get(address, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


async def test_whatever_came_of_an_idea_went_public_with_everybodys_yes(world: asyncpg.Connection) -> None:
    assert await world.fetchval("select count(*) from campaign where idea is not null and launched_at is not null") > 4
    assert not await world.fetchval(
        """select count(*) from campaign c where c.idea is not null and c.launched_at is not null and not exists (
          select from agreement a where a.idea = c.idea and a.state = 'accepted' and a.accepted_at <= c.launched_at)"""
    )
    assert await world.fetchval("select bool_and(total = 10000) from (select sum(points) as total from agreement_part"
                                " group by agreement) parts")  # fmt: skip
    assert await world.fetchval("select count(distinct seat) from score") > 2


async def test_voters_said_what_they_would_pay_and_nobody_who_did_not_vote(world: asyncpg.Connection) -> None:
    said = await world.fetch("select currency, count(*) as n from price_answer where amount is not null group by 1")
    assert {one["currency"] for one in said} == {"CNY", "HKD", "TWD"} and all(one["n"] > 30 for one in said)
    assert not await world.fetchval(
        """select count(*) from price_answer a
        where not exists (select 1 from vote v where v.idea = a.idea and v.member = a.member)"""
    )
