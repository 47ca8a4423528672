"""An intent: the form as it was sent, what came of it, and by whom."""

from piccolo.columns import JSONB, BigInt, Bytea, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.foundation.columns import PublicRow, one_of


class Intent(PublicRow, Table):
    """Erasable with whoever finished it; swept a while after it expired."""

    kind = Varchar(length=24)
    subject = Varchar(length=40, default="", help_text="public id of what it is about")
    fields = JSONB(default="{}", help_text="the form's texts by name, each a list")
    ref = Varchar(length=40, default="")  # type: ignore[assignment]
    lang = Varchar(length=12, default="zh-Hans")
    visitor_hash = Bytea(null=True, default=None, index=True, help_text="of the browser it was begun in")
    address = Varchar(length=340, default="", index=True, help_text="kind:address that a code was sent to for it")
    state = Varchar(length=12, default="waiting", index=True)
    member = BigInt(null=True, default=None, index=True)
    url = Varchar(length=300, default="", help_text="where what was done is seen")
    sentence = Text(default="", help_text="a gettext message: what was done, or why not")
    params = JSONB(default="{}")
    expires_at = Timestamptz(default=None, null=False, index=True)
    ended_at = Timestamptz(default=None, null=True)

    known_state = one_of("state", ["waiting", "finished", "refused", "dropped"])
