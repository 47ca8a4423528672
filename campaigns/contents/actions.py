"""An item's verbs: added, changed while it is a draft, given more variants afterwards, removed."""

from typing import Any

from app.community.moderation.checking import refuse_words
from app.foundation.database import execute, insert, transaction
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from campaigns.contents.forms import ItemForm
from campaigns.contents.queries import item_of, items_of, stock_numbers
from campaigns.contents.rules import (
    VariantRow,
    check_growth,
    check_may_add_item,
    check_may_remove_item,
    check_variants,
    free_sku,
)
from campaigns.rules import EDITABLE
from campaigns.tiers.holding import hold
from campaigns.tiers.tables import Item, Variant


async def add_item(campaign: dict[str, Any], form: ItemForm) -> dict[str, Any]:
    async with transaction():
        now = await hold(campaign)
        there_are = len(await items_of(campaign["id"]))
        check_may_add_item(now["state"], there_are)
        rows = form.rows()
        check_variants(form.choice, rows, await stock_numbers(campaign["id"]))
        await _check_words(form)
        item = await insert(
            Item, campaign=campaign["id"], kind=form.kind, title=form.title, choice=form.choice, position=there_are
        )
        await _add_variants(item, rows, 0)
        return item


async def edit_item(campaign: dict[str, Any], item: dict[str, Any], form: ItemForm) -> None:
    async with transaction():
        now = await hold(campaign)
        item = await item_of(campaign["id"], item["id"])  # as it is now that nobody else changes it
        rows = form.rows()
        if now["state"] not in EDITABLE:
            await _grow(now["state"], item, form, rows)
            return
        check_variants(form.choice, rows, await stock_numbers(campaign["id"], item["id"]))
        await _check_words(form)
        await execute(
            "update item set kind = {}, title = {}, choice = {} where id = {}", form.kind, form.title, form.choice, item["id"]
        )
        await _rewrite_variants(item, rows)


async def remove_item(campaign: dict[str, Any], item: dict[str, Any]) -> None:
    async with transaction():
        now = await hold(campaign)
        item = await item_of(campaign["id"], item["id"])
        check_may_remove_item(now["state"], item["in_tiers"], item["in_goals"])
        await execute("delete from item where id = {}", item["id"])


async def _grow(state: str, item: dict[str, Any], form: ItemForm, rows: list[VariantRow]) -> None:
    """More to choose from; the item itself stays what it is."""
    check_may_add_item(state, 0)
    if (form.title, form.kind, form.choice) != (item["title"], item["kind"], item["choice"]):
        raise Refusal(N_("提交之后内容只能加规格，不能改。"))
    known = [VariantRow(one["title"], one["sku"], one["public_id"]) for one in item["variants"]]
    more = check_growth(known, rows)
    check_variants(item["choice"], [*known, *more], await stock_numbers(item["campaign"], item["id"]))
    await _check_words(form)
    await _add_variants(item, more, len(known))


async def _rewrite_variants(item: dict[str, Any], rows: list[VariantRow]) -> None:
    """Those kept keep their ids. Numbers may have been swapped among them: first all give them up."""
    known = {one["public_id"] for one in item["variants"]}
    kept = [row for row in rows if row.variant in known]
    await execute("delete from variant where item = {} and not (public_id = any({}))", item["id"], [row.variant for row in kept])
    await execute("update variant set sku = '?' || public_id where item = {}", item["id"])
    taken = {*await stock_numbers(item["campaign"], item["id"]), *(row.sku for row in rows if row.sku)}
    for position, row in enumerate(rows):
        sku = row.sku or free_sku(item["position"] + 1, taken)
        taken.add(sku)
        if row.variant in known:
            await execute(
                "update variant set title = {}, sku = {}, position = {} where public_id = {}",
                row.title, sku, position, row.variant,
            )  # fmt: skip
        else:
            await _insert_variant(item, row.title, sku, position)


async def _add_variants(item: dict[str, Any], rows: list[VariantRow], there_are: int) -> None:
    taken = {*await stock_numbers(item["campaign"]), *(row.sku for row in rows if row.sku)}
    for position, row in enumerate(rows, start=there_are):
        sku = row.sku or free_sku(item["position"] + 1, taken)
        taken.add(sku)
        await _insert_variant(item, row.title, sku, position)


async def _insert_variant(item: dict[str, Any], title: str, sku: str, position: int) -> None:
    await insert(Variant, item=item["id"], campaign=item["campaign"], title=title, sku=sku, position=position)


async def _check_words(form: ItemForm) -> None:
    await refuse_words(title=form.title, text_items="\n".join([form.choice, *(row.title for row in form.rows())]))
