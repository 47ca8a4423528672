"""Sixty people with chance wishes, hours and addresses are told at once: each hears it exactly where they should, once."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.foundation import clock
from app.foundation.database import execute, rows
from app.foundation.money import Money
from app.notifications.actions import notify
from app.notifications.digests.actions import send_due
from app.notifications.params import Said
from app.notifications.reaching.actions import follow_up
from app.notifications.rules import Hours, Reach, Wish
from app.notifications.sending import send_waiting
from app.notifications.sms.sending import send_waiting as send_waiting_sms
from tests.notifications.readers import make_reader

pytestmark = pytest.mark.usefixtures("db")

ZONES = ("Asia/Shanghai", "Asia/Taipei", "Europe/London", "America/Los_Angeles")
TOLD: dict[str, tuple[str, dict[str, Any]]] = {
    "idea_declined": ("idea", {"brand": "木头", "idea": "水壶", "reason": "理由", "sentence": "谢谢。"}),
    "perk_dispatched": ("perk", {"perks": "水壶", "carrier": "顺丰", "number": "SF1"}),
    "pledge_refunded": ("money", {"campaign": "水壶", "amount": Money(1900, "CNY"), "why": Said("")}),
}


async def _chance_reader(chance: random.Random, kind: str) -> tuple[int, Wish, Reach]:
    reach = Reach(chance.random() < 0.7, chance.random() < 0.5)
    wish = Wish(chance.random() < 0.7, chance.choice(["at_once", "daily", "weekly", "never"]), chance.random() < 0.4)
    hours = Hours(chance.choice(ZONES), digest_at=chance.randrange(48) * 30)
    if chance.random() < 0.5:
        hours = replace(hours, quiet_from=chance.randrange(1440), quiet_until=chance.randrange(1440))
    member = await make_reader(mail=reach.mail, phone=reach.sms, kind=kind, wish=wish, hours=hours)
    return member.id, wish, reach


async def _let_ten_days_pass(chance: random.Random) -> datetime:
    """Everything that works by itself, at odd moments, some of it twice."""
    end = await clock.now() + timedelta(days=10)
    workers = [send_waiting, send_waiting_sms, send_due, follow_up]
    while await clock.now() < end:
        await clock.shift(timedelta(hours=chance.uniform(1, 9)))
        for work in chance.choices(workers, k=5) + workers:
            await work()
    return end


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("event", TOLD)
async def test_each_hears_it_where_they_should_and_once(event: str, seed: int) -> None:
    chance = random.Random(f"{event}-{seed}")
    kind, params = TOLD[event]
    readers = [await _chance_reader(chance, kind) for _ in range(60)]
    refusing = {member for member, _, reach in readers if reach.mail and chance.random() < 0.2}
    await notify([member for member, _, _ in readers], event, "/somewhere", **params)
    if event == "pledge_refunded":  # their mail turns out to be undeliverable
        await execute("update mail set next_try_at = null, fault = 'gone' where member = any({})", sorted(refusing))
    await _let_ten_days_pass(chance)

    told = {table: await _told(table) for table in ("notice", "mail", "sms", "staff")}
    for member, wish, reach in readers:
        heard = {table: each.count(member) for table, each in told.items()}
        assert max(heard.values()) <= 1, (member, heard)
        if event == "pledge_refunded":
            by_mail = reach.mail and member not in refusing
            by_sms = reach.sms and (wish.sms or not by_mail)
            assert heard == {"notice": 1, "mail": by_mail, "sms": by_sms, "staff": not by_mail and not reach.sms}, member
        else:
            by_mail = reach.mail and wish.mail != "never"
            collected = reach.mail and wish.mail in ("daily", "weekly")
            by_sms = reach.sms and wish.sms and event == "perk_dispatched"
            assert heard["mail"] == by_mail, (member, wish)
            assert heard["sms"] == by_sms, (member, wish)
            assert heard["notice"] == (wish.in_app or collected)
            assert heard["staff"] == 0


async def _told(table: str) -> list[int]:
    asked = {
        "notice": "select member from notice",
        "mail": "select member from mail where sent_at is not null",
        "sms": "select member from sms where sent_at is not null",
        "staff": "select member from must_reach where state = 'staff'",
    }
    return [one["member"] for one in await rows(asked[table])]
