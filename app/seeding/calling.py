"""Big worlds: brands with challenges open all along, which a quarter of the ideas answer."""

from datetime import datetime, timedelta
from random import Random

import asyncpg

from app.seeding.bulk import public_ids, reserve
from app.seeding.composing import compose, compose_name

BRANDS, CHALLENGES_EACH = 8, 4
BRIEF = "说说你想要的。"
SHARE = 0.25  # of the ideas


class Calls:
    """The challenges, and which of them an idea answers: the earlier ones more often."""

    def __init__(self, challenges: dict[int, str]) -> None:
        self.brand_of = challenges
        self._ids = list(challenges)

    def drawn(self, random: Random) -> int | None:
        return self._ids[int(len(self._ids) * random.random() ** 2)] if random.random() < SHARE else None

    def marks(self, challenge: int | None) -> list[str]:
        """As the database's trigger writes them for what takes votes, which these tables do without while they are loaded."""
        called = [f"/{challenge}", f"@{self.brand_of[challenge]}"] if challenge else []
        return ["=listed", "=voting", *called]


async def load_calls(connection: asyncpg.Connection, owner: int, begun: datetime, now: datetime) -> Calls:
    first = await reserve(connection, "brand", BRANDS)
    random = Random(f"brands:{first}")
    ids, many = public_ids(0, BRANDS, random), BRANDS * CHALLENGES_EACH
    brands = [(first + at, next(ids), compose_name(random) + "工坊", owner, begun) for at in range(BRANDS)]
    await connection.copy_records_to_table(
        "brand", records=brands, columns=["id", "public_id", "name", "created_by", "created_at"]
    )
    await connection.executemany(
        "insert into brand_member (brand, member, role) values ($1, $2, 'owner')", [(brand[0], owner) for brand in brands]
    )
    opened = await reserve(connection, "challenge", many)
    spelled, until = public_ids(0, many, random), now + timedelta(days=60)
    challenges = [
        (opened + at, next(spelled), brands[at % BRANDS][0], owner, compose(random).title, BRIEF, begun, begun, until, until)
        for at in range(many)
    ]
    columns = [
        "id",
        "public_id",
        "brand",
        "created_by",
        "title",
        "brief",
        "published_at",
        "opens_at",
        "deadline",
        "answer_due_at",
    ]
    await connection.copy_records_to_table("challenge", records=challenges, columns=columns)
    await connection.execute(
        """insert into challenge_phase (challenge, position, title, doors, starts_at, ends_at)
        select id, 1, '提案和投票', array['propose', 'improve', 'vote'], opens_at, deadline from challenge
        where id >= $1 and id < $2""",
        opened, opened + many,
    )  # fmt: skip
    return Calls({opened + at: brands[at % BRANDS][1] for at in range(many)})
