"""Ladders as they were valid for new ideas, and how far up each idea has come."""

from piccolo.columns import BigInt, Integer, OnDelete, Timestamptz
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from app.accounts.tables import Member
from app.foundation.columns import Row, belongs_to, may_belong_to
from ideas.challenges.tables import Challenge
from ideas.tables import Idea


class Ladder(Row, Table):
    """The newest of a challenge (without one: of the open floor) is valid for new ideas; one without rungs is none."""

    challenge = may_belong_to(Challenge)
    made_by = may_belong_to(Member, index=False)


class LadderRung(Row, Table, tablename="ladder_rung"):
    ladder = belongs_to(Ladder, on_delete=OnDelete.cascade)
    position = Integer(help_text="from 1")
    votes = Integer()
    days = Integer()

    rungs_in_an_order = Unique([ladder, position])
    sensible_rung = Check("votes >= 2 and days between 1 and 1000")


class Climb(Table):
    """Where an idea stands. Apart from the idea, so that votes never touch its clock's index."""

    idea = belongs_to(Idea, primary_key=True, index=False, on_delete=OnDelete.cascade)
    ladder = belongs_to(Ladder)
    rung = Integer(default=1, help_text="the one it climbs to; beyond the last when all are reached")
    votes = Integer(null=True, default=None, help_text="that rung's; empty when all are reached")
    began_at = Timestamptz(default=None, null=False, help_text="when that rung's time began")
    ends_at = Timestamptz(default=None, null=True, help_text="its bell; empty when nothing can expire any more")
    look_at = Timestamptz(default=None, null=True, help_text="when the clock is looked at next: the reminder, then the bell")
    missed_votes = Integer(null=True, default=None, help_text="counted when it expired")
    second_chance_at = Timestamptz(default=None, null=True)

    looked_at_by_the_bell = Check("(ends_at is null) = (look_at is null) and look_at <= ends_at")


class Milestone(Row, Table):
    """A rung reached; `created_at` is the moment of the vote that did it."""

    idea = belongs_to(Idea, index=False, on_delete=OnDelete.cascade)
    votes = Integer()
    ladder = BigInt(help_text="whose rung it was")

    each_rung_once = Unique([idea, votes])
