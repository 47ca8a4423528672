"""A pledge's changes: what it became or may become, and the places held while the difference is unpaid."""

from piccolo.columns import JSONB, BigInt, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from app.foundation.columns import PublicRow, belongs_to, one_of
from campaigns.pledging.tables import Pledge


class PledgeChange(PublicRow, Table):
    """Made as `applied`, or as `held` until its top-up is paid; at most one of a pledge is held (a partial unique index)."""

    pledge = belongs_to(Pledge, index=False)  # the unique constraint begins with it
    request_key = Varchar(length=32, help_text="of the form it came from: sent twice it is one change")
    state = Varchar(length=8, default="applied")
    why = Varchar(length=12, default="", help_text="of an ended one: hold_over, withdrawn, cancelled, decided, no_room")
    was = BigInt(help_text="minor units: the pledge's amount before")
    amount = BigInt(help_text="minor units: the pledge's amount afterwards")
    due = BigInt(default=0, help_text="what is to be paid for it")
    back = BigInt(default=0, help_text="what goes back once it is applied")
    wanted = JSONB(default="{}", help_text="tier, quantity, country, terms, lines and choices, as the pledge will have them")
    before = JSONB(default="{}", help_text="the same as they were when it was applied")
    held = JSONB(default="{}", help_text="places by tier that it holds beside the pledge's own")
    hold_ends_at = Timestamptz(default=None, null=True)
    decided_at = Timestamptz(default=None, null=True)

    one_change_per_form = Unique([pledge, request_key])
    known_change_state = one_of("state", ["held", "applied", "ended"])
    difference_adds_up = Check("amount > 0 and due >= 0 and back >= 0 and (due = 0 or due - back = amount - was)")
