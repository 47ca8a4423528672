"""A jury's seats, the criteria of a challenge, and each juror's points for each of them."""

from piccolo.columns import BigInt, OnDelete, SmallInt, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from app.accounts.tables import Member
from app.foundation.columns import PublicRow, Row, belongs_to, may_belong_to
from ideas.challenges.tables import Challenge
from ideas.tables import Idea


class JurySeat(PublicRow, Table, tablename="jury_seat"):
    """An invitation to a challenge's jury, and the juror who took it."""

    challenge = belongs_to(Challenge)
    note = Varchar(length=40, help_text="whom the brand means it for")
    member = may_belong_to(Member)
    invited_by = BigInt(help_text="member id")
    expires_at = Timestamptz(default=None, null=False)
    taken_at = Timestamptz(default=None, null=True)
    revoked_at = Timestamptz(default=None, null=True)

    one_seat_for_each = Unique([challenge, member])
    taken_by_somebody = Check("taken_at is not null or member is null")


class Criterion(Row, Table):
    challenge = belongs_to(Challenge)
    position = SmallInt()
    word = Varchar(length=20)
    note = Varchar(length=80, default="")
    weight = SmallInt()

    one_at_each_place = Unique([challenge, position])
    weighs_something = Check("weight between 1 and 9")


class Score(Row, Table):
    """A juror's points for an idea by one criterion."""

    idea = belongs_to(Idea)
    seat = belongs_to(JurySeat, on_delete=OnDelete.cascade)
    criterion = belongs_to(Criterion)
    points = SmallInt()
    changed_at = Timestamptz(default=None, null=True)

    once_for_each_criterion = Unique([idea, seat, criterion])
    from_one_to_five = Check("points between 1 and 5")


class JuryNote(Row, Table, tablename="jury_note"):
    """What a juror says about an idea, for the brand and the other jurors."""

    idea = belongs_to(Idea)
    seat = belongs_to(JurySeat, on_delete=OnDelete.cascade)
    text = Text()

    one_note_for_each_idea = Unique([idea, seat])
