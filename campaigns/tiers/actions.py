"""A tier's verbs: add, edit, remove while it is a draft; afterwards only more tiers and more places."""

from typing import Any

from app.community.moderation.checking import refuse_words
from app.foundation.database import execute, insert, row, transaction
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from campaigns.tiers.forms import TierForm
from campaigns.tiers.rules import check_cap, check_may_add, check_may_edit, check_month
from campaigns.tiers.tables import Item, ShippingZone, Tier, TierItem, TierShipping


async def _check_words(form: TierForm) -> None:
    await refuse_words(title=form.title, description=form.description, text_items="\n".join(form.item))


async def add_tier(campaign: dict[str, Any], form: TierForm) -> dict[str, Any]:
    async with transaction():
        now = await _locked(campaign)
        check_may_add(now["state"], now["tiers"])
        check_month(form.deliver_month, now["deadline"])
        await _check_words(form)
        tier = await insert(Tier, campaign=campaign["id"], position=now["tiers"], **_columns(form))
        await _write_items(campaign, tier["id"], form)
        return tier


async def edit_tier(campaign: dict[str, Any], tier: dict[str, Any], form: TierForm) -> None:
    async with transaction():
        now = await _locked(campaign)
        check_may_edit(now["state"])
        check_month(form.deliver_month, now["deadline"])
        await _check_words(form)
        columns = _columns(form)
        await execute(
            f"update tier set {', '.join(f'{name} = {{}}' for name in columns)} where id = {{}}", *columns.values(), tier["id"]
        )
        await execute("delete from tier_item where tier = {}", tier["id"])
        await _write_items(campaign, tier["id"], form)


async def change_cap(campaign: dict[str, Any], tier: dict[str, Any], cap: int | None) -> None:
    """The tier's row is held meanwhile, so no pledge slips between looking and writing."""
    async with transaction():
        now = await row("select cap, taken from tier where id = {} for update", tier["id"])
        assert now is not None
        check_cap((await _locked(campaign))["state"], now["cap"], cap, now["taken"])
        await execute("update tier set cap = {} where id = {}", cap, tier["id"])


async def remove_tier(campaign: dict[str, Any], tier: dict[str, Any]) -> None:
    async with transaction():
        check_may_edit((await _locked(campaign))["state"])
        await execute("delete from tier where id = {}", tier["id"])


async def _locked(campaign: dict[str, Any]) -> dict[str, Any]:
    """Its state and deadline as they are now, held against a launch or a review at the same moment."""
    now = await row(
        """select state, deadline, (select count(*) from tier where campaign = c.id) as tiers
        from campaign c where id = {} for share""",
        campaign["id"],
    )
    assert now is not None
    return now


def _columns(form: TierForm) -> dict[str, Any]:
    return {
        "title": form.title, "description": form.description, "price": form.price.amount,
        "cap": form.cap, "per_backer": form.per_backer, "deliver_month": form.deliver_month,
    }  # fmt: skip


async def _write_items(campaign: dict[str, Any], tier: int, form: TierForm) -> None:
    items = form.items()
    if not items:
        raise Refusal(N_("写下这一档里有什么，至少一样。"), field="item")
    for position, (kind, title) in enumerate(items):
        known = await row("select id from item where campaign = {} and kind = {} and title = {}", campaign["id"], kind, title)
        item = known or await insert(Item, campaign=campaign["id"], kind=kind, title=title, position=position)
        await insert(TierItem, tier=tier, item=item["id"], position=position)
    await execute("delete from tier_shipping where tier = {}", tier)
    if form.shipping:
        zone = await row("select id from shipping_zone where campaign = {} order by id limit 1", campaign["id"])
        zone = zone or await insert(ShippingZone, campaign=campaign["id"], title=N_("各地"), countries=["*"])
        await insert(TierShipping, tier=tier, zone=zone["id"], price=form.shipping.amount)
