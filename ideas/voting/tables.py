"""Votes: a leaf that grows without bound, unique by idea and member, correct without foreign keys."""

from piccolo.columns import BigInt, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.foundation.columns import Row, one_of


class Vote(Row, Table):
    idea = BigInt()
    member = BigInt()
    state = Varchar(length=12, default="counted")
    reason = Text(default="", help_text="why it is in quarantine")
    ref = Varchar(length=40, default="")  # type: ignore[assignment]
    changed_at = Timestamptz(default=None, null=True, help_text="when it was last taken back or cast anew")

    one_vote_per_member_and_idea = Unique([idea, member])
    known_state = one_of("state", ["counted", "waiting", "withdrawn", "quarantined", "moved"])
