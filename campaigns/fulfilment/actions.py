"""A perk's verbs: an address is given, a parcel leaves, it is received."""

from dataclasses import dataclass
from typing import Any

from app.accounts.tables import Destination
from app.accounts.viewer import Viewer
from app.foundation.database import execute, insert, rows, transaction
from app.foundation.i18n import N_
from app.foundation.lifecycle import move_all
from app.foundation.refusals import Refusal
from campaigns.fulfilment.forms import DestinationForm
from campaigns.fulfilment.queries import CHANGEABLE
from campaigns.fulfilment.rules import READY
from campaigns.fulfilment.tables import Perk, Shipment, ShipmentPerk
from campaigns.fulfilment.telling import tell_dispatched

TOO_LATE = N_("已经开始打包，地址不能再改。有问题请联系品牌方。")
IN_ONE_ACT = ("locked", "packed", "dispatched")


def check_may_change(perk: dict[str, Any]) -> None:
    if perk["state"] not in CHANGEABLE:
        raise Refusal(TOO_LATE)


async def give_destination(viewer: Viewer, perk: dict[str, Any], form: DestinationForm) -> None:
    """For every part of the pledge that is not yet being packed; the old address stays with what has left."""
    async with transaction():
        held = await rows(
            """select id from perk where pledge = {} and backer = {} and kind = 'physical' and state = any({})
            order by id for update""",
            perk["pledge"], viewer.id, list(CHANGEABLE),
        )  # fmt: skip
        if not held:
            raise Refusal(TOO_LATE)
        ids = [each["id"] for each in held]
        place = await insert(
            Destination, member=viewer.id, kind="home", name=form.name, phone=form.phone, country=form.country,
            region=form.region, city=form.city, line1=form.line1, line2=form.line2, postcode=form.postcode,
        )  # fmt: skip
        await execute("update perk set destination = {} where id = any({})", place["id"], ids)
        await execute("update pledge set destination = {} where id = {}", place["id"], perk["pledge"])
        await move_all(Perk, ids, "answered", actor=viewer.id)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes to one backer under one number."""

    perks: list[dict[str, Any]]
    number: str


async def dispatch_parcels(viewer: Viewer, campaign: dict[str, Any], carrier: str, parcels: list[Parcel]) -> int:
    """All of them or, where one can't go, none: the packer then sees which."""
    async with transaction():
        for parcel in parcels:
            await _dispatch(viewer, campaign, carrier, parcel)
    return len(parcels)


async def _dispatch(viewer: Viewer, campaign: dict[str, Any], carrier: str, parcel: Parcel) -> None:
    ids = sorted(perk["id"] for perk in parcel.perks)
    ready = await rows(
        """select id, backer from perk where id = any({}) and campaign = {} and kind = 'physical' and destination is not null
        and state = any({}) order by id for update""",
        ids, campaign["id"], list(READY),
    )  # fmt: skip
    if len(ready) < len(ids) or len({perk["backer"] for perk in ready}) != 1:
        raise Refusal(N_("有的权益现在不能寄：还没有地址，或者刚刚已经寄出。请刷新看看。"))
    shipment = await insert(
        Shipment, campaign=campaign["id"], carrier=carrier, tracking_number=parcel.number, dispatched_by=viewer.id
    )  # fmt: skip
    for id_ in ids:
        await insert(ShipmentPerk, shipment=shipment["id"], perk=id_)
    for state in IN_ONE_ACT:
        await move_all(Perk, ids, state, actor=viewer.id)
    await tell_dispatched(ready[0]["backer"], parcel.perks, carrier, parcel.number)


async def confirm_receipt(viewer: Viewer, perk: dict[str, Any]) -> None:
    """The parcel is in the hand: everything of this backer's that came in it."""
    async with transaction():
        came = await rows(
            """select distinct k.id from perk k where k.backer = {} and (k.id = {} or k.id in (
              select other.perk from shipment_perk mine join shipment_perk other on other.shipment = mine.shipment
              where mine.perk = {}))""",
            viewer.id, perk["id"], perk["id"],
        )  # fmt: skip
        if perk["id"] not in await move_all(Perk, [each["id"] for each in came], "received", actor=viewer.id):
            raise Refusal(N_("这件现在不用确认收货。"))
