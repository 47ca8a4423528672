"""What is in a tier, written as its form says it: things that are there already, and new ones."""

from app.foundation.database import execute, insert, row, rows
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from campaigns.contents.rules import MOST_ITEMS
from campaigns.tiers.forms import TierForm
from campaigns.tiers.tables import Item


async def write_items(campaign: int, tier: int, form: TierForm) -> None:
    """A new thing called as one that is there is that one. Things of other campaigns are none."""
    wanted: dict[int, int] = {}
    for item, count in form.known_items():
        if await row("select 1 from item where campaign = {} and id = {}", campaign, item):
            wanted[item] = wanted.get(item, 0) + count
    for kind, title, count in form.items():
        item = await _item(campaign, kind, title)
        wanted[item] = wanted.get(item, 0) + count
    if not wanted:
        raise Refusal(N_("写下这一档里有什么，至少一样。"), field="item")
    await execute("delete from tier_item where tier = {} and not (item = any({}::bigint[]))", tier, list(wanted))
    await execute(
        """insert into tier_item (tier, item, quantity, position)
        select {}::bigint, want.item, want.n, want.place - 1
        from unnest({}::bigint[], {}::int[]) with ordinality as want (item, n, place)
        on conflict (tier, item) do update set quantity = excluded.quantity, position = excluded.position""",
        tier, list(wanted), list(wanted.values()),
    )  # fmt: skip


async def _item(campaign: int, kind: str, title: str) -> int:
    if known := await row("select id from item where campaign = {} and kind = {} and title = {}", campaign, kind, title):
        return known["id"]
    there_are = len(await rows("select 1 from item where campaign = {}", campaign))
    if there_are >= MOST_ITEMS:
        raise Refusal(N_("一个众筹最多 %(most)s 样内容。"), field="item", most=MOST_ITEMS)
    return (await insert(Item, campaign=campaign, kind=kind, title=title, position=there_are))["id"]
