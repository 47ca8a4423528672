"""A sign-in under way at a provider's, and an account there that waits to be joined to a member. Short-lived, erasable."""

from piccolo.columns import BigInt, Bytea, Timestamptz, Varchar
from piccolo.table import Table

from app.foundation.columns import PublicRow, Row


class OidcFlow(Row, Table):
    """From our button to the provider's answer: taken up once, in the browser that set out, within minutes."""

    state_hash = Bytea(unique=True)
    browser_hash = Bytea()
    provider = Varchar(length=30)
    nonce = Varchar(length=60)
    verifier = Varchar(length=128)
    next_path = Varchar(length=700, default="/")
    intent = Varchar(length=60, default="")
    member = BigInt(null=True, default=None, help_text="who is signed in and adds this account to their own")
    expires_at = Timestamptz(default=None, null=False, index=True)


class OidcWaiting(PublicRow, Table):
    """Its e-mail belongs to a member already: joined only when this browser has signed in as a member by other means."""

    browser_hash = Bytea()
    address = Varchar(length=320)
    expires_at = Timestamptz(default=None, null=False, index=True)
