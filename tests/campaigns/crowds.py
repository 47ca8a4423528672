"""Thousands of members for tests of what goes to many, made by few statements."""

from app.foundation.database import execute, rows


async def make_crowd(count: int, *, with_mail: bool = False) -> list[int]:
    """Members with a profile; with a mail address where mails are to be counted."""
    made = await rows(
        "insert into member (public_id) select 'm' || substr(md5(random()::text || n), 1, 10) from generate_series(1, {}::int) n"
        " returning id",
        count,
    )
    ids = [one["id"] for one in made]
    await execute("insert into member_profile (member, name) select m, '成员' || m from unnest({}::bigint[]) m", ids)
    if with_mail:
        await execute(
            """insert into identity (member, kind, address, verified_at)
            select m, 'email', 'crowd' || m || '@people.test', app_now() from unnest({}::bigint[]) m""",
            ids,
        )
    return ids


async def all_reserve(campaign: int, members: list[int]) -> None:
    await execute("insert into reservation (campaign, member) select {}, m from unnest({}::bigint[]) m", campaign, members)


async def all_follow(kind: str, subject: int, members: list[int]) -> None:
    await execute(
        "insert into follow (kind, subject, member) select {}, {}, m from unnest({}::bigint[]) m", kind, subject, members
    )
