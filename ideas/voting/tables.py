"""Votes: a leaf that grows without bound, unique by idea and member, correct without foreign keys."""

from piccolo.columns import BigInt, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.foundation.columns import Row, one_of

STATES = ("counted", "waiting", "withdrawn", "quarantined", "moved")


class Vote(Row, Table):
    """counted; waiting for its member's other votes; withdrawn; in quarantine; moved to the idea that this one became part of."""

    idea = BigInt()
    member = BigInt()
    state = Varchar(length=12, default="counted")
    reason = Text(default="", help_text="what put it out of the count")
    suspect = BigInt(null=True, default=None, help_text="the case that looked at it; its state says whether it may count")
    ref = Varchar(length=40, default="")  # type: ignore[assignment]
    changed_at = Timestamptz(default=None, null=True, help_text="when it was last taken back or cast anew")

    one_vote_per_member_and_idea = Unique([idea, member])
    known_state = one_of("state", STATES)
