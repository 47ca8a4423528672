"""How far a telling has come; being told once is what this row is for."""

from piccolo.columns import BigInt, Integer, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.foundation.columns import Row


class Telling(Row, Table):
    """`kind` says what is told, `subject` is the id of what it is about, `edition` tells repeated ones apart (a moved bell)."""

    kind = Varchar(length=40)
    subject = BigInt()
    edition = Varchar(length=40, default="")
    round = Integer(default=0, help_text="which of its rounds is under way")
    reached = BigInt(default=0, help_text="members up to this id have been told in this round")
    told = Integer(default=0, help_text="how many so far")
    done_at = Timestamptz(default=None, null=True)

    each_telling_once = Unique([kind, subject, edition])
