"""An idea, its pictures, its wording over time, the terms it is found by, and its steps."""

from piccolo.columns import Array, BigInt, Boolean, DoublePrecision, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from app.accounts.tables import Member
from app.foundation.columns import PublicRow, Row, Written, belongs_to, may_belong_to, one_of
from app.foundation.lifecycle import EventColumns, Stateful
from app.media.tables import Picture
from ideas.challenges.rules import COUNTS
from ideas.challenges.tables import Challenge
from ideas.rules import IDEA


class Idea(PublicRow, Written, Stateful, Table):
    challenge = may_belong_to(Challenge, index=False)
    author = belongs_to(Member)
    title = Varchar(length=60)
    summary = Varchar(length=200)
    body = Text(default="")
    cover = Varchar(length=12, default="", help_text="public id of its first picture")
    state = Varchar(length=16, default="draft")
    phase = BigInt(null=True, default=None, help_text="of its challenge, in which it was published")
    tags = Array(base_column=Text(), default=list)
    vote_count = Integer(default=0, help_text="equals the counted rows of vote, kept in the same statement")
    counts = Varchar(length=12, default="shown", help_text="whether its challenge lets the count be seen")
    ranked_votes = Integer(default=0, help_text="the count that lists are ordered by: 0 while it is hidden")
    rising = DoublePrecision(default=0.0, help_text="see ideas/ranking.py")
    best = DoublePrecision(default=0.0, help_text="see ideas/ranking.py")
    published_at = Timestamptz(default=None, null=True)
    rung_look = Integer(null=True, default=None, help_text="the count at which the ladder looks at it again")
    merged_into = BigInt(null=True, default=None)
    remixed_from = BigInt(null=True, default=None, index=True)
    ref = Varchar(length=40, default="")  # type: ignore[assignment]

    sent_as = Varchar(length=24, null=True, default=None, help_text="of the form it came by and its words; see ideas/rules.py")

    sent_twice_is_one_idea = Unique([author, sent_as])
    never_fewer_than_no_votes = Check("vote_count >= 0")
    counts_as_the_challenge_says = one_of("counts", COUNTS)


class IdeaTerms(Table, tablename="idea_terms"):
    """What a published idea is found by. Apart from the idea, so that a vote never rewrites the search index."""

    idea = belongs_to(Idea, primary_key=True, index=False, on_delete=OnDelete.cascade)
    terms = Array(base_column=Text(), default=list)


class IdeaRevision(Row, Table):
    """An idea's wording as it was published and after each edit."""

    idea = belongs_to(Idea, on_delete=OnDelete.cascade)
    title = Varchar(length=60)
    summary = Varchar(length=200)
    body = Text(default="")
    edited_by = belongs_to(Member, index=False)
    improvement = BigInt(null=True, default=None, help_text="that it took up")
    held = Boolean(default=False, help_text="it was replaced while the idea was not on view: its team alone sees it")


class IdeaPicture(Row, Table):
    idea = belongs_to(Idea, on_delete=OnDelete.cascade)
    picture = belongs_to(Picture)
    position = Integer(default=0)

    each_picture_once = Unique([idea, picture])


class IdeaEvent(EventColumns, Table):
    subject = belongs_to(Idea)


Idea.lifecycle = IDEA
Idea.events = IdeaEvent
