"""The links that open a pledge: its backer's own, and the one for whoever pays."""

from typing import Any

from app.accounts.capabilities import capability_key, first_keys, key_of, living_links, new_link, revoke_link
from app.foundation.database import rows, transaction
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from campaigns.pledging.rules import AT_ONCE

# A friend's card would be charged weeks later, when neither remembers: who pays for somebody else pays now.
NOT_BY_OTHERS = N_("银行卡是先存着、达标才扣，请用自己的卡。想请朋友代付，支持时选支付宝或微信支付。")


def with_key(path: str, key: str) -> str:
    return f"{path}?key={key}" if key else path


async def pledge_address(public_id: str, backer: int, below: str = "") -> str:
    """An address that needs no cookie: mails and the way back from paying are opened in other browsers. Writes."""
    return with_key(f"/pledges/{public_id}{below}", await capability_key("pledge", public_id, member=backer))


def may_be_paid_by_others(pledge: dict[str, Any]) -> bool:
    return pledge["charge_plan"] == AT_ONCE


async def pay_address(pledge: dict[str, Any]) -> str:
    """For whoever pays: it shows what and how much, and nothing private. Writes."""
    if not may_be_paid_by_others(pledge):
        raise Refusal(NOT_BY_OTHERS)
    key = await capability_key("pay", pledge["public_id"], member=pledge["backer"])
    return with_key(f"/pledges/{pledge['public_id']}/pay", key)


async def known_pay_address(public_id: str) -> str:
    """The one that was made before; "" where there is none."""
    links = await living_links("pay", public_id)
    return with_key(f"/pledges/{public_id}/pay", key_of(links[0])) if links else ""


async def way_to_pay(pledge: dict[str, Any]) -> str:
    """Where a pledge just started is paid, without a cookie. What is paid at once may have to be so elsewhere: that link too."""
    if may_be_paid_by_others(pledge):
        await pay_address(pledge)
    return await pledge_address(pledge["public_id"], pledge["backer"], "/checkout")


async def first_way_to_pay(pledge: dict[str, Any]) -> str:
    """The same for one made this very moment, which can't have links yet: nothing is looked for."""
    scopes = ("pledge", "pay") if may_be_paid_by_others(pledge) else ("pledge",)
    keys = await first_keys((pledge["public_id"], pledge["backer"], scopes))
    return with_key(f"/pledges/{pledge['public_id']}/checkout", keys["pledge"])


async def links_of(pledge: dict[str, Any]) -> list[dict[str, Any]]:
    """What opens this pledge and its perks now, with their addresses: for its backer alone."""
    found = await rows(
        """select l.*, k.title as perk_title from capability_link l
        left join perk k on l.scope = 'perk' and k.public_id = l.subject and k.pledge = {}
        where l.revoked_at is null and l.expires_at > app_now()
        and (l.subject = {} and l.scope in ('pledge', 'pay') or k.id is not null)
        order by l.scope = 'perk', l.id desc limit 100""",
        pledge["id"], pledge["public_id"],
    )  # fmt: skip
    return [link | {"address": _address_of(link)} for link in found]


def _address_of(link: dict[str, Any]) -> str:
    place = {"pledge": "/pledges/{}", "pay": "/pledges/{}/pay", "perk": "/perks/{}"}[link["scope"]]
    return with_key(place.format(link["subject"]), key_of(link))


async def revoke_one(pledge: dict[str, Any], public_id: str) -> dict[str, Any]:
    """One of this pledge's own links; whoever has it reads nothing any more."""
    link = next((one for one in await links_of(pledge) if one["public_id"] == public_id), None)
    if link is None or not await revoke_link(link["scope"], link["subject"], public_id):
        raise Refusal(N_("这个链接已经失效了。"))
    return link


async def renew_link(pledge: dict[str, Any], public_id: str) -> None:
    """The old one ends, another takes its place."""
    async with transaction():
        link = await revoke_one(pledge, public_id)
        await new_link(link["scope"], link["subject"], member=pledge["backer"])
