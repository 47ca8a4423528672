"""The one form of /me/notices: a mail's rhythm for each kind, two lists of ticks, hours in half-hour steps."""

from typing import Annotated, Any

import msgspec

from app.notifications.kinds import KINDS, RHYTHMS
from app.web.fields import Choice, Flag, Many

CHOSEN = {name: kind for name, kind in KINDS.items() if not kind.fixed}
TIMES = tuple(f"{minute // 60:02}:{minute % 60:02}" for minute in range(0, 24 * 60, 30))
QUIET_FROM, QUIET_UNTIL, DIGEST_AT = "22:00", "08:00", "09:00"


class HoursForm(msgspec.Struct):
    quiet: Annotated[bool, Flag()]
    quiet_from: Annotated[str, Choice(TIMES, QUIET_FROM)]
    quiet_until: Annotated[str, Choice(TIMES, QUIET_UNTIL)]
    digest_at: Annotated[str, Choice(TIMES, DIGEST_AT)]
    in_app: Annotated[list, Many()]
    sms: Annotated[list, Many()]


def mail_field(kind: str) -> str:
    return f"mail_{kind}"


# A kind that isn't on the page (the team's, the staff's) sends nothing and keeps its default.
WishesForm: Any = msgspec.defstruct(
    "WishesForm",
    [(mail_field(name), Annotated[str, Choice(RHYTHMS, kind.mail)]) for name, kind in CHOSEN.items()],
    bases=(HoursForm,),
    module=__name__,
)


def minute_of(text: str) -> int:
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute)


def time_of(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
