"""Perks, one row for each promised thing, their steps, and the parcels they travel in."""

from piccolo.columns import Date, OnDelete, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.accounts.tables import Destination, Member
from app.foundation.columns import PublicRow, Row, belongs_to, may_belong_to
from app.foundation.lifecycle import EventColumns, Stateful
from campaigns.fulfilment.rules import PERK
from campaigns.pledging.tables import Pledge
from campaigns.tables import Campaign
from campaigns.tiers.tables import Item, Variant


class Perk(PublicRow, Stateful, Table):
    pledge = belongs_to(Pledge)
    campaign = belongs_to(Campaign)
    item = belongs_to(Item)
    variant = may_belong_to(Variant)
    backer = belongs_to(Member)
    kind = Varchar(length=12)
    title = Varchar(length=60)
    state = Varchar(length=16, default="owed")
    due_month = Date(default=None, null=False)
    destination = may_belong_to(Destination, on_delete=OnDelete.set_null)


class PerkEvent(EventColumns, Table):
    subject = belongs_to(Perk)


class Shipment(PublicRow, Table):
    """A parcel: it may hold perks of several pledges, and a perk may come in two parcels."""

    campaign = belongs_to(Campaign)
    carrier = Varchar(length=24)
    tracking_number = Varchar(length=40)
    dispatched_by = belongs_to(Member)


class ShipmentPerk(Row, Table):
    shipment = belongs_to(Shipment)
    perk = belongs_to(Perk)

    once_in_a_parcel = Unique([shipment, perk])


Perk.lifecycle = PERK
Perk.events = PerkEvent
