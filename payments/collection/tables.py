"""One charge for each due pledge, each attempt at it, and the pace that all workers share."""

from piccolo.columns import BigInt, Boolean, Integer, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.foundation.columns import Row, belongs_to, one_of
from campaigns.pledging.tables import Pledge


class Charge(Row, Table):
    """Money taken for a pledge: by a saved card after the deadline, or at once by a wallet."""

    pledge = belongs_to(Pledge, unique=True)
    campaign = BigInt(index=True, help_text="as the pledge's; here so that a campaign's charges are found by one index")
    amount = BigInt()
    currency = Varchar(length=3)
    intent_id = Varchar(length=120, null=True, default=None, unique=True)
    state = Varchar(length=12, default="intended")
    attempts = Integer(default=0)
    asked = Integer(default=0, help_text="how often the step in hand was asked of the provider")
    next_try_at = Timestamptz(default=None, null=True, index=True)
    window_ends_at = Timestamptz(default=None, null=True)
    refusal_code = Varchar(length=60, default="")
    may_retry = Boolean(default=True)
    reminded_at = Timestamptz(default=None, null=True)
    taken_until = Timestamptz(default=None, null=True, help_text="a worker is at it; by the machine's clock")
    succeeded_at = Timestamptz(default=None, null=True)

    known_state = one_of("state", ["intended", "created", "confirming", "succeeded", "refused", "dropped"])


class ChargeAttempt(Row, Table):
    charge = belongs_to(Charge)
    number = Integer()
    outcome = Varchar(length=12, default="asked", help_text="asked, succeeded, refused, unknown")
    code = Varchar(length=60, default="")

    each_number_once = Unique([charge, number])


class Pace(Row, Table):
    """When the next request of a kind may go out, over all workers; by the machine's clock, not by app_now()."""

    name = Varchar(length=24, unique=True)
    next_at = Timestamptz(default=None, null=False)
    busy_in_a_row = Integer(default=0)
