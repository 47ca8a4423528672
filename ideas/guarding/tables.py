"""A case of votes that look organised: which idea, which signs with their figures, who decided what."""

from piccolo.columns import JSONB, BigInt, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.foundation.columns import PublicRow, belongs_to, one_of
from app.foundation.lifecycle import EventColumns, Stateful
from ideas.guarding.lifecycle import CASE
from ideas.tables import Idea


class VoteCase(PublicRow, Stateful, Table, tablename="vote_case"):
    """Its votes say so themselves (vote.suspect); while it is held or upheld they stand in quarantine."""

    idea = belongs_to(Idea)
    state = Varchar(length=12, default="watched")
    signs = JSONB(default="[]", help_text="by cluster: what was seen, with its figures")
    votes = Integer(default=0, help_text="how many it is about")
    from_at = Timestamptz(default=None, null=False, help_text="of the first of these votes")
    to_at = Timestamptz(default=None, null=False, help_text="of the last; what was cast until then is decided with it")
    decided_by = BigInt(null=True, default=None)
    decided_at = Timestamptz(default=None, null=True)
    why = Text(default="")

    known_state = one_of("state", CASE.states)


class VoteCaseEvent(EventColumns, Table, tablename="vote_case_event"):
    subject = belongs_to(VoteCase)


VoteCase.lifecycle = CASE
VoteCase.events = VoteCaseEvent
