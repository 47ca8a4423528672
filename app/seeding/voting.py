"""Somebody has votes made by a machine, for one idea of the open floor: the worker finds them, staff meets the case."""

from datetime import timedelta
from functools import partial
from random import Random

from app.accounts.tables import Identity, Member, MemberProfile
from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import execute, insert, row, transaction
from app.seeding.cast import Cast
from app.seeding.composing import compose_name
from app.seeding.timeline import Timeline
from ideas.voting.actions import cast_vote

MACHINES, SECONDS = 38, 47
DAY = -0.3  # before the worker's last turns


def plan_machine(timeline: Timeline, cast: Cast) -> None:
    timeline.at(DAY, partial(_votes_by_machine, cast))


async def _votes_by_machine(cast: Cast) -> None:
    """The real verb, one after the other; then laid back over half an hour, since the world's clock goes in strides."""
    idea = await row(
        """select id, public_id from idea where challenge is null and state = 'published' and visibility = 'visible'
        and author <> {} and published_at < app_now() - interval '1 day' order by vote_count, id limit 1""",
        cast.people["fan"].id,
    )
    if idea is None:
        return
    random, now = Random("machine"), await clock.now()
    at = now - timedelta(seconds=SECONDS * MACHINES)
    for number in range(MACHINES):
        at += timedelta(seconds=SECONDS * random.uniform(0.94, 1.06))
        await _vote(await _join(random, number), idea, at)


async def _join(random: Random, number: int) -> int:
    async with transaction():
        member = (await insert(Member, ref="", is_staff=False))["id"]
        await insert(MemberProfile, member=member, name=compose_name(random), bio="", avatar="")
        address = f"toupiao{number + 101}@x9mail.test"
        await insert(Identity, member=member, kind="email", address=address, verified_at=await clock.now())
    return int(member)


async def _vote(member: int, idea: dict[str, object], at: object) -> None:
    await cast_vote(Viewer(id=member), str(idea["public_id"]))
    await execute("update vote set created_at = {} where idea = {} and member = {}", at, idea["id"], member)
    await execute("update member set created_at = {}::timestamptz - interval '4 minutes' where id = {}", at, member)
