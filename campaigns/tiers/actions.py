"""A tier's verbs: add, edit, order, remove while it is a draft; afterwards only more tiers, more places, an earlier end."""

from typing import Any

from app.accounts.viewer import Viewer
from app.community.moderation.checking import refuse_words
from app.foundation.database import execute, insert, row, rows, transaction
from app.foundation.money import Money
from app.media.actions import attach
from app.site.profile import region
from campaigns.revising.actions import note_tier
from campaigns.tiers.contents import write_items
from campaigns.tiers.forms import TierForm
from campaigns.tiers.holding import hold
from campaigns.tiers.rules import (
    Asked,
    check_asked,
    check_cap,
    check_may_add,
    check_may_edit,
    check_may_end,
    check_month,
    check_per_person,
)
from campaigns.tiers.tables import Tier
from campaigns.waiting.offering import places_freed
from campaigns.zoning.actions import write_prices


async def add_tier(campaign: dict[str, Any], form: TierForm, viewer: Viewer | None = None) -> dict[str, Any]:
    """`viewer`: whose the picture is, where there is one."""
    async with transaction():
        now = await hold(campaign)
        there_are = now["add_ons"] if form.is_add_on else now["tiers"]
        check_may_add(now["state"], there_are, is_add_on=form.is_add_on)
        picture = await _checked(now, form, viewer, "")
        tier = await insert(
            Tier, campaign=campaign["id"], is_add_on=form.is_add_on, position=there_are, picture=picture, **_columns(form)
        )
        await _write_contents(campaign, tier["id"], form)
        await note_tier(campaign | {"state": now["state"]}, "tier_new", tier)
        return tier


async def edit_tier(campaign: dict[str, Any], tier: dict[str, Any], form: TierForm, viewer: Viewer | None = None) -> None:
    """Whether it is an add-on stays as it was."""
    form.is_add_on = tier["is_add_on"]
    async with transaction():
        now = await hold(campaign)
        check_may_edit(now["state"])
        columns = _columns(form) | {"picture": await _checked(now, form, viewer, tier["picture"])}
        await execute(
            f"update tier set {', '.join(f'{name} = {{}}' for name in columns)} where id = {{}}", *columns.values(), tier["id"]
        )
        await _write_contents(campaign, tier["id"], form)


async def _checked(now: dict[str, Any], form: TierForm, viewer: Viewer | None, known: str) -> str:
    """The picture that it has from now on."""
    check_asked(await _asked(now, form), now["deadline"], now["now"], no_donations=region().no_donations)
    check_month(form.deliver_month, now["deadline"])
    await refuse_words(title=form.title, description=form.description, text_items="\n".join(form.item))
    if form.kept in ("", known):
        return form.kept
    own = await attach(viewer.id, [form.kept]) if viewer else []
    return own[0] if own else known


async def _asked(now: dict[str, Any], form: TierForm) -> Asked:
    known = await rows(
        "select kind from item where campaign = {} and id = any({}::bigint[])",
        now["id"],
        [item for item, _ in form.known_items()],
    )
    return Asked(
        price=form.price.amount, currency=now["currency"], is_add_on=form.is_add_on, price_is_open=form.price_is_open,
        usual_price=_amount(form.usual_price), late_price=_amount(form.late_price), cap=form.cap, per_backer=form.per_backer,
        opens_at=form.opens_at, closes_at=form.closes_at, only_for=form.only_for, least_backed=form.least_backed,
        kinds=(*(one["kind"] for one in known), *(kind for kind, _, _ in form.items())), campaign_cap=now["per_backer"],
        has_idea=now["idea"] is not None,
    )  # fmt: skip


def _amount(money: Money | None) -> int | None:
    return None if money is None else money.amount


def _columns(form: TierForm) -> dict[str, Any]:
    return {
        "title": form.title, "description": form.description, "price": form.price.amount, "price_is_open": form.price_is_open,
        "usual_price": _amount(form.usual_price), "late_price": _amount(form.late_price), "cap": form.cap,
        "per_backer": form.per_backer, "opens_at": form.opens_at, "closes_at": form.closes_at, "secret": form.secret,
        "only_for": form.only_for, "least_backed": (form.least_backed or 0) if form.only_for == "backers" else 0,
        "weight": form.weight or 0, "deliver_month": form.deliver_month,
    }  # fmt: skip


async def _write_contents(campaign: dict[str, Any], tier: int, form: TierForm) -> None:
    await write_items(campaign["id"], tier, form)
    await write_prices(tier, form.zone, form.freight)


async def change_cap(campaign: dict[str, Any], tier: dict[str, Any], cap: int | None) -> None:
    """The tier's row is held meanwhile, so no pledge slips between looking and writing. What is new goes to whoever waits."""
    async with transaction():
        state = (await hold(campaign))["state"]
        now = await row("select cap, taken + offered as taken from tier where id = {} for no key update", tier["id"])
        assert now is not None
        check_cap(state, now["cap"], cap, now["taken"])
        await execute("update tier set cap = {} where id = {}", cap, tier["id"])
        if cap != now["cap"]:
            await note_tier(campaign | {"state": state}, "tier_cap", tier | {"cap": cap}, now["cap"])
        await places_freed([tier["id"]])


async def end_tier(campaign: dict[str, Any], tier: dict[str, Any]) -> None:
    """Nobody gets a place of it from now on; those who have one keep it."""
    async with transaction():
        now = await hold(campaign)
        found = await row("select closes_at from tier where id = {} for no key update", tier["id"])
        assert found is not None
        check_may_end(now["state"], found["closes_at"], now["now"])
        await execute(
            """update tier set closes_at = app_now(), opens_at = case when opens_at < app_now() then opens_at end
            where id = {}""",
            tier["id"],
        )
        await note_tier(campaign | {"state": now["state"]}, "tier_end", tier)


async def move_tier(campaign: dict[str, Any], tier: dict[str, Any], up: bool) -> None:
    """One place further up or down among its kind; how they stand in a row may change at any time."""
    async with transaction():
        await hold(campaign)
        # By their ids, as whoever takes places of several locks them.
        await execute("select from tier where campaign = {} order by id for no key update", campaign["id"])
        found = await rows(
            "select id from tier where campaign = {} and is_add_on = {} order by position, id",
            campaign["id"], tier["is_add_on"],
        )  # fmt: skip
        ids = [one["id"] for one in found]
        here = ids.index(tier["id"])
        there = max(min(here + (-1 if up else 1), len(ids) - 1), 0)
        ids[here], ids[there] = ids[there], ids[here]
        await execute(
            """update tier set position = want.place - 1 from unnest({}::bigint[]) with ordinality as want (id, place)
            where tier.id = want.id and tier.position <> want.place - 1""",
            ids,
        )


async def remove_tier(campaign: dict[str, Any], tier: dict[str, Any]) -> None:
    async with transaction():
        check_may_edit((await hold(campaign))["state"])
        # Only drafts can be for it: nothing has been published yet.
        await execute("update campaign_update set tier = null where tier = {}", tier["id"])
        await execute("delete from tier where id = {}", tier["id"])


async def set_limits(campaign: dict[str, Any], per_backer: int | None, takes_extra: bool) -> None:
    """How many places one backer takes in the whole campaign, and whether they may add an amount of their own."""
    async with transaction():
        check_per_person((await hold(campaign))["state"])
        await execute(
            "update campaign set per_backer = {}, takes_extra = {} where id = {}", per_backer, takes_extra, campaign["id"]
        )
