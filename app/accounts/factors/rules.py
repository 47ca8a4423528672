"""Decisions about second factors that need nothing but their values."""

import re
import unicodedata

from app.foundation.ids import ALPHABET

RECOVERY_CODES = 10
RECOVERY_LENGTH = 10  # of 28 signs each: 48 bits, of which only a keyed hash is kept
CHALLENGE_MINUTES = 5
SETTING_UP_MINUTES = 30
STEP_SECONDS = 30
MOST_PASSKEYS = 20

# Who keeps a passkey says so by a public number; the others are named after the browser they were made in.
KEEPERS = {
    "fbfc3007-154e-4ecc-8c0b-6e020557d7bd": "iCloud",
    "ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4": "Google",
    "08987058-cadc-4b81-b6e1-30de50dcbe96": "Windows Hello",
    "9ddd1817-af5a-4672-a2b9-3e3dd95000a9": "Windows Hello",
    "6028b017-b1d4-4c02-b4b3-afcdafc96bb2": "Windows Hello",
    "bada5566-a7aa-401f-bd96-45619a55120d": "1Password",
    "d548826e-79b4-db40-a3d8-11116f7e8349": "Bitwarden",
    "53414d53-554e-4700-0000-000000000000": "Samsung Pass",
}


def steps_around(moment: float) -> tuple[int, int, int]:
    """The half minutes whose codes are taken: this one, and one to either side for clocks that differ."""
    now = int(moment) // STEP_SECONDS
    return now - 1, now, now + 1


def plain_recovery_code(typed: str) -> str:
    """As it was drawn, however it was typed."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed[:60]).lower() if sign in ALPHABET)


def shown_recovery_code(plain: str) -> str:
    half = len(plain) // 2
    return f"{plain[:half]}-{plain[half:]}"


def shown_secret(secret: str) -> str:
    """In fours, for whoever types it off."""
    return " ".join(re.findall(".{1,4}", secret))
