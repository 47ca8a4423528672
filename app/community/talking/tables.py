"""A thread for each subject, its comments with their earlier wordings, and what members did to them.

A thread points at its subject by kind and id, without a foreign key: any package's rows can be talked about. Reactions and
mentions are leaves that nothing points at. What is counted in a thread and in a comment is kept by the trigger
`comment_is_counted` (see the migration), whoever shows, hides or withdraws; reactions are counted by `recount` in reacting.py.
"""

from piccolo.columns import BigInt, Boolean, DoublePrecision, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from app.accounts.tables import Member
from app.community.talking.rules import REACTIONS
from app.foundation.columns import PublicRow, Row, Written, belongs_to, one_of


class Thread(Row, Table):
    """Made with the first comment."""

    kind = Varchar(length=12)
    subject = BigInt(help_text="the row's id in its own table")
    subject_id = Varchar(length=12, help_text="its public id, as addresses say it")
    comments = Integer(default=0, help_text="that are seen now, replies too")
    shown = Integer(default=0, help_text="the number that the latest comment got")
    pinned = BigInt(null=True, default=None, help_text="the one comment that stands on top")
    pinned_by = BigInt(null=True, default=None)

    one_thread_per_subject = Unique([kind, subject_id])
    never_fewer_than_no_comments = Check("comments >= 0")


class Comment(PublicRow, Written, Table):
    thread = belongs_to(Thread)
    number = Integer(null=True, default=None, help_text="in its thread, drawn when others first see it")
    author = belongs_to(Member, index=False)
    parent = BigInt(null=True, default=None, help_text="the comment that it stands below; that one stands below none")
    answers_to = BigInt(null=True, default=None, index=True, help_text="which it answers: the parent or another reply below it")
    text = Text()
    edited_at = Timestamptz(default=None, null=True)
    withdrawn_at = Timestamptz(default=None, null=True)
    told = Boolean(default=False, help_text="those whom it concerns have been told")
    replies = Integer(default=0, help_text="that are seen now")
    agree = Integer(default=0)
    useful = Integer(default=0)
    want = Integer(default=0)
    doubt = Integer(default=0)
    fans = Integer(default=0, help_text="members who reacted in any way but doubt")
    best = DoublePrecision(default=0.0, help_text="see rules.py")
    ref = Varchar(length=40, default="")  # type: ignore[assignment]

    never_fewer_than_no_replies = Check("replies >= 0")


class CommentVersion(Row, Table):
    """A wording that was replaced, when it was."""

    comment = belongs_to(Comment, on_delete=OnDelete.cascade)
    text = Text()


class CommentReaction(Row, Table):
    comment = BigInt()
    member = BigInt(index=True)
    kind = Varchar(length=8)

    one_of_each_kind_per_member = Unique([comment, member, kind])
    known_kind = one_of("kind", tuple(REACTIONS))


class CommentMention(Row, Table):
    """Somebody called by name. A brand called by its name has one row for each of its team."""

    comment = BigInt()
    member = BigInt(index=True)
    name = Varchar(length=60, help_text="as it was typed after the @")
    is_brand = Boolean(default=False)

    once_in_each_comment = Unique([comment, member])


class ThreadMute(Row, Table):
    """Somebody who wants no notices of a thread."""

    thread = BigInt()
    member = BigInt(index=True)

    once_per_member = Unique([thread, member])
