"""Columns that many tables share, with the defaults that Piccolo would choose otherwise: bigint ids, required, restricted."""

from collections.abc import Sequence
from typing import Any

from piccolo.columns import BigSerial, ForeignKey, OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from app.foundation.ids import new_id


class Row:
    """Every table's id and the moment its row was made (app_now(), set by the database: see app/foundation/schema.py)."""

    id = BigSerial(primary_key=True)
    created_at = Timestamptz(default=None, null=False)


class PublicRow(Row):
    """A row that has an address."""

    public_id = Varchar(length=12, unique=True, default=new_id)


class Written:
    """What people write has a language and can be pending, visible or hidden with a reason, in every query."""

    lang = Varchar(length=12, default="zh-Hans")
    visibility = Varchar(length=8, default="visible")
    hidden_reason = Text(default="")


def belongs_to(table: type[Table], **more: Any) -> ForeignKey:
    """A required reference that refuses to lose its other end."""
    indexed = not more.get("unique")  # a unique one has its index already
    chosen: dict[str, Any] = {"null": False, "index": indexed, "on_delete": OnDelete.restrict} | more
    return ForeignKey(table, **chosen)


def may_belong_to(table: type[Table], **more: Any) -> ForeignKey:
    return belongs_to(table, **({"null": True, "default": None} | more))


def one_of(column: str, values: Sequence[str]) -> Check:
    """A column holds one of these words."""
    return Check(f"{column} in ({', '.join(repr(value) for value in values)})")
