"""A question asked in an update, its options, and who chose which."""

from piccolo.columns import BigInt, Integer, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.foundation.columns import PublicRow, Row, belongs_to
from campaigns.updates.tables import CampaignUpdate


class UpdatePoll(Row, Table):
    """Of a draft it may change; once published it stands."""

    update = belongs_to(CampaignUpdate, unique=True, on_delete=OnDelete.cascade)
    question = Varchar(length=120, default="")
    ends_at = Timestamptz(default=None, null=True, index=True)


class UpdatePollOption(PublicRow, Table):
    poll = belongs_to(UpdatePoll, on_delete=OnDelete.cascade)
    title = Varchar(length=60)
    picture = Varchar(length=12, default="", help_text="public id of a picture")
    position = Integer(default=0)


class UpdatePollAnswer(Row, Table):
    """A leaf: one for each member, changed until the end."""

    poll = BigInt()
    option = BigInt()
    member = BigInt(index=True)

    one_answer_to_a_poll = Unique([poll, member])
