"""One-time codes of an authenticator app.

They follow the world's clock, as the phone does, and not app_now(), which may be shifted.
"""

import hmac
import time

import pyotp
import segno
from markupsafe import Markup

from app.accounts.factors.rules import SETTING_UP_MINUTES, steps_around
from app.accounts.factors.sealing import seal, unseal


def fresh_secret() -> str:
    return pyotp.random_base32()


def step_of(secret: str, code: str) -> int | None:
    """The half minute that this code belongs to, if it is a present one."""
    made = pyotp.TOTP(secret)
    return next(
        (step for step in steps_around(time.time()) if hmac.compare_digest(code.encode(), made.generate_otp(step).encode())), None
    )


def next_code(secret: str, last_step: int) -> str:
    """The first present code that wasn't used yet, or "" until there is one."""
    return next((pyotp.TOTP(secret).generate_otp(step) for step in steps_around(time.time())[1:] if step > last_step), "")


def setting_up(member: int, secret: str) -> str:
    """What the page carries until the first right code: nothing is kept before that."""
    return seal(f"totp:{member}:{secret}")


def being_set_up(member: int, carried: str) -> str | None:
    kind, _, rest = (unseal(carried, within_minutes=SETTING_UP_MINUTES) or "").partition(":")
    whose, _, secret = rest.partition(":")
    return secret if kind == "totp" and whose == str(member) else None


def address_of(secret: str, *, account: str, issuer: str) -> str:
    """What an authenticator app opens, or reads as a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def qr(text: str) -> Markup:
    """Dark on white in every theme, with its quiet zone: a camera must read it."""
    drawn = segno.make(text, error="m", micro=False)
    return Markup(drawn.svg_inline(dark="#000", light="#fff", omitsize=True, svgclass="qr"))  # noqa: S704
