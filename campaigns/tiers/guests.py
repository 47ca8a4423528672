"""The list of those for whom a tier is: pasted, added to, taken from. Whoever has a place keeps it."""

from typing import Any

from app.accounts.identities.rules import masked
from app.accounts.phones import likely_regions
from app.foundation.database import execute, row, rows, transaction, value
from app.foundation.i18n import N_, language
from app.foundation.refusals import Refusal
from campaigns.tiers.guest_rules import MOST_GUESTS, MOST_LINES, Read, read_guests
from campaigns.tiers.holding import hold

SHOWN = 100


async def add_guests(campaign: dict[str, Any], tier: dict[str, Any], text: str) -> tuple[int, Read]:
    """How many are new on the list, and how the text was read: what was understood is added, whatever else stands there."""
    if len(text.splitlines()) > MOST_LINES:
        raise Refusal(N_("一次最多贴 %(most)s 行，请分几次。"), field="people", most=MOST_LINES)
    read = read_guests(text, likely_regions(language.get()))
    async with transaction():
        await hold(campaign)
        there_are = await value("select count(*) from tier_guest where tier = {}", tier["id"])
        if there_are + len(read.found) > MOST_GUESTS:
            raise Refusal(N_("一个名单最多 %(most)s 人。"), field="people", most=MOST_GUESTS)
        added = await rows(
            """insert into tier_guest (tier, kind, address) select {}::bigint, g.kind, g.address
            from unnest({}::text[], {}::text[]) as g (kind, address) on conflict do nothing returning id""",
            tier["id"], [kind for kind, _ in read.found], [address for _, address in read.found],
        )  # fmt: skip
    return len(added), read


async def remove_guest(tier: dict[str, Any], guest: int) -> None:
    await execute("delete from tier_guest where tier = {} and id::text = {}", tier["id"], str(guest))


async def guests_of(tier: dict[str, Any], searched: str = "") -> list[dict[str, Any]]:
    """The newest, or those whose address holds what is searched; each as its owner would know it again, with the kind."""
    found = await rows(
        """select id, kind, address from tier_guest where tier = {} and ({} = '' or strpos(address, {}) > 0)
        order by id desc limit {}""",
        tier["id"], searched, searched.lower(), SHOWN,
    )  # fmt: skip
    return [one | {"masked": masked(one["kind"], one["address"])} for one in found]


async def guest_count(tier: dict[str, Any]) -> int:
    found = await row("select count(*) as n from tier_guest where tier = {}", tier["id"])
    return found["n"] if found else 0
