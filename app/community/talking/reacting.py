"""Reacting to a comment and taking that back; both may be repeated and then change nothing."""

from datetime import timedelta
from typing import Any

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.community.talking.rules import REACTIONS, WILSON, check_reaction
from app.foundation.database import execute, row, transaction

_COUNTS = ", ".join(f"count(*) filter (where r.kind = '{kind}') as {kind}" for kind in REACTIONS)


async def react(viewer: Viewer, comment: dict[str, Any], kind: str) -> None:
    async with transaction():
        now = await _held(comment)
        is_seen = now["visibility"] == "visible" and now["withdrawn_at"] is None
        check_reaction(kind, is_own=now["author"] == viewer.id, is_seen=is_seen)
        await limit("reaction", str(viewer.id), most=300, within=timedelta(hours=1))
        await execute(
            "insert into comment_reaction (comment, member, kind) values ({}, {}, {}) on conflict do nothing",
            comment["id"], viewer.id, kind,
        )  # fmt: skip
        await recount([comment["id"]])


async def take_back(viewer: Viewer, comment: dict[str, Any], kind: str) -> None:
    async with transaction():
        await _held(comment)
        await execute(
            "delete from comment_reaction where comment = {} and member = {} and kind = {}", comment["id"], viewer.id, kind
        )
        await recount([comment["id"]])


async def _held(comment: dict[str, Any]) -> dict[str, Any]:
    """As it stands now; reactions to one comment come one after the other, so that what is counted is what there is."""
    sql = "select id, author, visibility, withdrawn_at from comment where id = {} for no key update"
    found = await row(sql, comment["id"])
    assert found is not None
    return found


async def recount(comments: list[int]) -> None:
    """The counts of these comments, exactly from their rows; and how good that makes them."""
    await execute("select id from comment where id = any({}) order by id for no key update", comments)
    await execute(
        f"""update comment c set {", ".join(f"{kind} = n.{kind}" for kind in REACTIONS)}, fans = n.fans
        from (select a.id, {_COUNTS}, count(distinct r.member) filter (where r.kind <> 'doubt') as fans
              from unnest({{}}::bigint[]) as a (id) left join comment_reaction r on r.comment = a.id group by a.id) n
        where c.id = n.id""",
        comments,
    )
    await execute(f"update comment c set best = {WILSON} where c.id = any({{}}) and best <> {WILSON}", comments)
