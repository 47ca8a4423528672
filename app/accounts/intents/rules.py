"""How long an intent waits, and which of those begun are finished without being asked again."""

from datetime import datetime, timedelta

LASTING = timedelta(days=7)
# Begun in this browser so recently, whoever signs in here is surely whoever began it.
SAME_PERSON = timedelta(hours=1)


def is_surely_theirs(begun_at: datetime, now: datetime, *, is_carried: bool) -> bool:
    """Carried through this very sign-in, or begun in this browser within the hour; anything else is offered, not done."""
    return is_carried or now - begun_at <= SAME_PERSON
