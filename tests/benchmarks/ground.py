"""What the load needs beside ideas: signed-in members in any number, fresh ideas to vote for, a tier with a cap."""

import hashlib
import secrets
from dataclasses import dataclass
from random import Random

import asyncpg

from app.accounts.viewer import SESSION_COOKIE
from app.foundation.ids import new_id
from app.seeding.bulk import public_ids, reserve

COOKIE = SESSION_COOKIE.removeprefix("__Host-")  # the measured site speaks plain http


@dataclass(frozen=True)
class Voter:
    id: int
    cookie: str


async def sign_in_many(connection: asyncpg.Connection, count: int) -> list[Voter]:
    """Members with a session each, written as rows: a sign-in by mail for each would take hours."""
    first, now = await reserve(connection, "member", count), await connection.fetchval("select app_now()")
    ids = range(first, first + count)
    members = list(zip(ids, public_ids(0, count, Random(first)), strict=True))
    await connection.copy_records_to_table("member", records=members, columns=["id", "public_id"])
    profiles = [(id_, f"投票人{id_}") for id_ in ids]
    await connection.copy_records_to_table("member_profile", records=profiles, columns=["member", "name"])
    tokens = [secrets.token_urlsafe(32) for _ in ids]
    later = now.replace(year=now.year + 1, month=1, day=1)
    sessions = [
        (public_id, hashlib.sha256(token.encode()).digest(), id_, now, later)
        for (id_, public_id), token in zip(members, tokens, strict=True)
    ]
    columns = ["public_id", "token_hash", "member", "seen_at", "expires_at"]
    await connection.copy_records_to_table("session", records=sessions, columns=columns)
    await connection.execute("analyze member, member_profile, session")
    return [Voter(id_, f"{COOKIE}={token}") for id_, token in zip(ids, tokens, strict=True)]


async def fresh_idea(connection: asyncpg.Connection, author: int) -> tuple[int, str]:
    """Published now, without a vote."""
    public_id = new_id()
    made = await connection.fetchval(
        """insert into idea (public_id, author, title, summary, body, state, published_at)
        values ($1, $2, '一盏大家都想要的灯', '今晚所有人都在投它。', '', 'published', app_now()) returning id""",
        public_id, author,
    )  # fmt: skip
    return made, public_id


@dataclass(frozen=True)
class Offer:
    campaign: int
    campaign_public_id: str
    tier: int
    tier_public_id: str


async def live_tier(connection: asyncpg.Connection, owner: int, cap: int) -> Offer:
    brand = await connection.fetchval(
        "insert into brand (public_id, name, created_by) values ($1, '赶时间的灯厂', $2) returning id", new_id(), owner
    )
    campaign_id, tier_id = new_id(), new_id()
    campaign = await connection.fetchval(
        """insert into campaign (public_id, brand, created_by, title, currency, goal, deadline, state, launched_at)
        values ($1, $2, $3, '五千盏灯', 'CNY', 1000000, app_now() + interval '10 days', 'live', app_now()) returning id""",
        campaign_id, brand, owner,
    )  # fmt: skip
    tier = await connection.fetchval(
        """insert into tier (public_id, campaign, title, price, cap, deliver_month)
        values ($1, $2, '一盏', 1990, $3, date '2030-01-01') returning id""",
        tier_id, campaign, cap,
    )  # fmt: skip
    return Offer(campaign, campaign_id, tier, tier_id)
