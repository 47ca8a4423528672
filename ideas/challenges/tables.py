"""A challenge: whose, about what, in which dated phases, and what was changed of it in the open."""

from piccolo.columns import JSONB, Array, Integer, Numeric, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from app.accounts.tables import Member
from app.brands.tables import Brand
from app.foundation.columns import PublicRow, Row, Written, belongs_to, one_of
from ideas.challenges.rules import COUNTS, DOORS, WHO


class Challenge(PublicRow, Written, Table):
    brand = belongs_to(Brand)
    created_by = belongs_to(Member)
    title = Varchar(length=60)
    brief = Text()
    cover = Varchar(length=12, default="", help_text="public id of a picture")
    prizes = Text(default="")
    share_percent = Numeric(digits=(5, 2), null=True, default=None, help_text="of what is collected, promised to the co-creators")
    published_at = Timestamptz(default=None, null=True, help_text="empty while it is a draft")
    typed = JSONB(null=True, default=None, help_text="of a draft: its form as it was last sent, right or wrong")
    version = Integer(default=0, help_text="how often it was saved, so that two who edit at once notice each other")
    opens_at = Timestamptz(default=None, null=False, help_text="when its first phase begins")
    deadline = Timestamptz(default=None, null=False, index=True, help_text="the end of the last phase for fans")
    answer_days = Integer(default=30)
    answer_due_at = Timestamptz(default=None, null=True, help_text="by when every idea shall be answered")
    opened_told_at = Timestamptz(default=None, null=True, help_text="when the brand's followers were told of it")
    closed_told_at = Timestamptz(default=None, null=True, help_text="when those concerned were told that it ended")

    ends_after_it_opens = Check("deadline > opens_at")
    share_is_a_part = Check("share_percent is null or (share_percent >= 0 and share_percent <= 100)")
    answers_within_a_year = Check("answer_days between 1 and 365")


class ChallengePhase(Row, Table, tablename="challenge_phase"):
    """From when to when which doors are open, and by which rules. Phases of a challenge follow each other."""

    challenge = belongs_to(Challenge)
    position = Integer()
    title = Varchar(length=40)
    note = Varchar(length=200, default="")
    doors = Array(base_column=Text(), default=list, help_text="what may be done in it")
    starts_at = Timestamptz(default=None, null=False)
    ends_at = Timestamptz(default=None, null=False)
    who = Varchar(length=12, default="everyone")
    account_days = Integer(default=0, help_text="least age of an account")
    most_ideas = Integer(null=True, default=None, help_text="of one member in the whole challenge")
    budget = Integer(null=True, default=None, help_text="votes of one member in the whole challenge")
    least_votes = Integer(default=0, help_text="a member's votes count from so many on")
    counts = Varchar(length=12, default="shown", help_text="whether the votes' counts are shown while it lasts")
    begun_told_at = Timestamptz(default=None, null=True)
    ended_told_at = Timestamptz(default=None, null=True)
    reminded_at = Timestamptz(default=None, null=True, help_text="when those with something to do were told")

    in_an_order = Unique([challenge, position])
    ends_after_it_starts = Check("ends_at > starts_at")
    known_doors = Check(f"doors <@ array[{', '.join(repr(door) for door in DOORS)}]")
    known_who = one_of("who", WHO)
    known_counts = one_of("counts", COUNTS)
    sensible_numbers = Check("account_days >= 0 and most_ideas > 0 and budget > 0 and least_votes >= 0")


class ChallengeChange(Row, Table, tablename="challenge_change"):
    """What a brand changed after publishing; everybody may read it. `before` and `after` are what pages showed."""

    challenge = belongs_to(Challenge)
    actor = belongs_to(Member, index=False)
    what = Varchar(length=16)
    phase = Varchar(length=60, default="", help_text="what the phase was called")
    before = Text(default="")
    after = Text(default="")
