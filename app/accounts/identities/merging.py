"""Two members become one: a recorded act of the member that goes on, who has proven an address of the other."""

import json

from app.accounts.actions import member_with
from app.accounts.codes import forget_code
from app.accounts.identities.actions import proven_address, tell_old_ways
from app.accounts.identities.queries import standing_of
from app.accounts.identities.rules import Standing, check_mergeable, wears_the_others
from app.accounts.identities.tables import MemberMerge
from app.accounts.leaving.kinds import each
from app.accounts.viewer import Viewer
from app.foundation.database import execute, insert, rows, sole_lock, transaction
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal

NOBODYS = N_("那个账号已经不在了，不用再合并。")


async def other_member(viewer: Viewer, at: str) -> Standing:
    """Whose address the viewer has just proven in this browser."""
    address = await proven_address(viewer, at)
    other = await member_with(address.kind, address.text)
    if other is None or other == viewer.id:
        raise Refusal(NOBODYS)
    return await standing_of(other)


async def merge_into(viewer: Viewer, at: str) -> Standing:
    """The other member as they were. Their id stays, and leads to the one that goes on."""
    address = await proven_address(viewer, at)
    async with transaction():
        other = await other_member(viewer, at)
        for each_id in sorted((viewer.id, other.id)):
            await sole_lock("member-merge", each_id)
        await _check_both_live(viewer.id, other.id)
        check_mergeable(other)
        await tell_old_ways(viewer, "members_merged", address, other=other.id)
        made = await insert(
            MemberMerge, from_member=other.id, into_member=viewer.id, how=address.kind, actor=viewer.id, moved="{}"
        )
        if wears_the_others(await standing_of(viewer.id), other):
            await _take_name(other.id, viewer.id)
        moved = await hand_everything_over(other.id, viewer.id)
        await execute("update member_merge set moved = {}::jsonb where id = {}", json.dumps(moved), made["id"])
        await execute("update member set merged_into = {} where id = {} or merged_into = {}", viewer.id, other.id, other.id)
    await forget_code(at)
    return other


async def _take_name(from_: int, into: int) -> None:
    await execute(
        """update member_profile p set name = o.name, bio = o.bio, avatar = o.avatar from member_profile o
        where p.member = {} and o.member = {}""",
        into, from_,
    )  # fmt: skip


async def _check_both_live(viewer: int, other: int) -> None:
    """Somebody may have been quicker, in another browser; neither leaves until this is done."""
    living = await rows(
        """select id from member where id in ({}, {}) and merged_into is null and erased_at is null
        order by id for no key update""",
        viewer, other,
    )  # fmt: skip
    if len(living) < 2:
        raise Refusal(NOBODYS)


async def hand_everything_over(from_: int, into: int) -> dict[str, int]:
    """Every room's part, in one order; doing it again hands over what came in the same moment."""
    moved: dict[str, int] = {}
    for merge in each("member_data", "merge"):
        moved |= await merge(from_, into)
    return moved


async def hand_over_again() -> None:
    """What a request that was already under way wrote for a member who has just become part of another."""
    for pair in await rows(
        """select from_member, m.merged_into from member_merge g join member m on m.id = g.from_member
        where g.created_at > app_now() - interval '10 minutes' and m.merged_into is not null"""
    ):
        async with transaction():
            await hand_everything_over(pair["from_member"], pair["merged_into"])
