"""What a member holds beside their address: passkeys, an authenticator app, recovery codes. All erasable."""

from piccolo.columns import BigInt, Boolean, Bytea, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.accounts.tables import Member
from app.foundation.columns import PublicRow, Row, belongs_to, one_of


class Passkey(PublicRow, Table):
    """A key pair of which the phone, computer or password manager keeps the other half."""

    member = belongs_to(Member, on_delete=OnDelete.cascade)
    credential_id = Bytea(unique=True)
    public_key = Bytea()
    sign_count = BigInt(default=0)
    transports = Varchar(length=60, default="", help_text="how a browser reaches it, parted by spaces")
    is_synced = Boolean(default=False, help_text="kept by a password manager, so it outlives the device")
    name = Varchar(length=40)
    used_at = Timestamptz(default=None, null=True)


class PasskeyChallenge(Row, Table):
    """A number that a passkey is asked to sign: for one purpose, once, within minutes."""

    challenge_hash = Bytea(unique=True)
    purpose = Varchar(length=8)
    member = BigInt(null=True, default=None, help_text="who asked; nobody is known yet when signing in")
    expires_at = Timestamptz(default=None, null=False, index=True)

    known_purpose = one_of("purpose", ["add", "prove", "enter"])


class Totp(Row, Table):
    """An authenticator app; its secret is sealed by a key that the database doesn't hold."""

    member = belongs_to(Member, unique=True, on_delete=OnDelete.cascade)
    secret = Text()
    last_step = BigInt(default=0, help_text="the latest half minute whose code was used")


class RecoveryCode(Row, Table):
    """One of ten for when everything else is lost; only a keyed hash is kept."""

    member = belongs_to(Member, on_delete=OnDelete.cascade)
    code_hash = Bytea()
    used_at = Timestamptz(default=None, null=True)
