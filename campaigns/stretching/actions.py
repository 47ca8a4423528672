"""A stretch goal's verbs: promised, changed and taken back while it is a draft; decided for good at the deadline."""

from typing import Any

from app.community.moderation.checking import refuse_words
from app.foundation.database import execute, insert, row, rows, transaction
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from campaigns.contents.rules import MOST_ITEMS
from campaigns.queries import numbers_of
from campaigns.stretching.forms import NEW_ITEM, StretchForm
from campaigns.stretching.rules import (
    check_item,
    check_may_add_goal,
    check_may_change_goal,
    check_target,
)
from campaigns.stretching.tables import StretchGoal
from campaigns.telling import tell_later
from campaigns.tiers.holding import hold
from campaigns.tiers.tables import Item

UNLOCKED = "unlocked"  # the telling


async def add_goal(campaign: dict[str, Any], form: StretchForm) -> dict[str, Any]:
    async with transaction():
        now = await hold(campaign)
        there_are = await rows("select 1 from stretch_goal where campaign = {}", campaign["id"])
        check_may_add_goal(now["state"], len(there_are))
        values, tiers = await _checked(campaign, form)
        goal = await insert(StretchGoal, campaign=campaign["id"], position=len(there_are), **values)
        await _write_tiers(goal["id"], tiers)
        return goal


async def edit_goal(campaign: dict[str, Any], goal: dict[str, Any], form: StretchForm) -> None:
    async with transaction():
        check_may_change_goal((await hold(campaign))["state"])
        values, tiers = await _checked(campaign, form)
        names = ", ".join(f'"{name}" = {{}}' for name in values)
        await execute(f"update stretch_goal set {names} where id = {{}}", *values.values(), goal["id"])
        await _write_tiers(goal["id"], tiers)


async def remove_goal(campaign: dict[str, Any], goal: dict[str, Any]) -> None:
    async with transaction():
        check_may_change_goal((await hold(campaign))["state"])
        await execute("delete from stretch_goal where id = {}", goal["id"])


async def _checked(campaign: dict[str, Any], form: StretchForm) -> tuple[dict[str, Any], list[int]]:
    """Its columns, and the ids of the tiers that what it unlocks comes into."""
    now = await row("select * from campaign where id = {}", campaign["id"])
    assert now is not None
    target = form.reach(now["currency"])
    check_target(form.by, target, now, (await numbers_of([now]))[now["id"]])
    await refuse_words(title=form.title, text=form.text, item_title=form.item_title)
    item = await _item(campaign["id"], form)
    found = await rows("select id from tier where campaign = {} and public_id = any({}) order by id", campaign["id"], form.tiers)
    tiers = [one["id"] for one in found] if item else []
    check_item(item, tiers)
    return {
        "title": form.title, "text": form.text, "by": form.by, "target": target, "item": item and item["id"],
        "quantity": form.quantity or 1,
    }, tiers  # fmt: skip


async def _item(campaign: int, form: StretchForm) -> dict[str, Any] | None:
    if form.item != NEW_ITEM:
        if not form.item.isdecimal():
            return None
        return await row("select * from item where campaign = {} and id = {}::bigint", campaign, int(form.item[:18]))
    if not form.item_title:
        raise Refusal(N_("写下解锁的是什么。"), field="item_title")
    there_are = await rows("select 1 from item where campaign = {}", campaign)
    if len(there_are) >= MOST_ITEMS:
        raise Refusal(N_("一个众筹最多 %(most)s 样内容。"), field="item_title", most=MOST_ITEMS)
    return await insert(Item, campaign=campaign, kind=form.item_kind, title=form.item_title, position=len(there_are))


async def _write_tiers(goal: int, tiers: list[int]) -> None:
    await execute("delete from stretch_tier where goal = {} and not (tier = any({}::bigint[]))", goal, tiers)
    await execute(
        "insert into stretch_tier (goal, tier) select {}::bigint, t from unnest({}::bigint[]) as t on conflict do nothing",
        goal, tiers,
    )  # fmt: skip


async def unlock_reached(campaign_id: int, total: int, backers: int) -> int:
    """Within the closing transaction, once the campaign has succeeded: each goal is decided once, and what was reached
    comes into its tiers, so that every pledge of them owes it. How many were reached.
    """
    reached = await rows(
        """update stretch_goal g set reached = (case g.by when 'amount' then {}::bigint else {}::bigint end) >= g.target,
          decided_at = app_now() where g.campaign = {} and g.reached is null returning g.id, g.reached""",
        total, backers, campaign_id,
    )  # fmt: skip
    unlocked = [one["id"] for one in reached if one["reached"]]
    if not unlocked:
        return 0
    await execute(
        """insert into tier_item (tier, item, quantity, position)
        select s.tier, g.item, sum(g.quantity)::int, 1000 + min(g.position)
        from stretch_goal g join stretch_tier s on s.goal = g.id
        where g.id = any({}) and g.item is not null group by s.tier, g.item
        on conflict (tier, item) do update set quantity = tier_item.quantity + excluded.quantity""",
        unlocked,
    )
    await tell_later(campaign_id, UNLOCKED)
    return len(unlocked)
