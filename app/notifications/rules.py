"""Which channels a notice takes and when: wishes, hours and addresses in, a plan out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.foundation.lifecycle import Lifecycle
from app.notifications.kinds import AT_ONCE, DAILY, WEEKLY, Kind

DAY = 24 * 60
# Nobody's phone buzzes at night unless they say when their night is.
SMS_NIGHT = (22 * 60, 8 * 60)
MONDAY = 0

# What has to reach somebody: by mail, by short message, by a person; settled once it reached them or needs nothing more.
REACHING = Lifecycle(
    "reaching",
    {
        "mail": ("sms", "staff", "settled"),
        "sms": ("staff", "settled"),
        "staff": ("settled",),
        "settled": (),
    },
)


@dataclass(frozen=True, slots=True)
class Hours:
    """In minutes of the reader's day; None: no quiet hours of their own."""

    time_zone: str
    quiet_from: int | None = None
    quiet_until: int | None = None
    digest_at: int = 540

    @property
    def quiet(self) -> tuple[int, int] | None:
        if self.quiet_from is None or self.quiet_until is None or self.quiet_from == self.quiet_until:
            return None
        return self.quiet_from, self.quiet_until


@dataclass(frozen=True, slots=True)
class Wish:
    in_app: bool = True
    mail: str = ""
    sms: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """Which addresses a member has that are not known to refuse."""

    mail: bool = False
    sms: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What of an event decides about its channels."""

    kind: Kind
    has_mail: bool = False
    has_sms: bool = False
    falls: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    in_app: bool
    mail_at: datetime | None = None
    sms_at: datetime | None = None
    digest: str = ""
    chase: str = ""  # the channel whose outcome is watched


def _is_within(minute: int, span: tuple[int, int]) -> bool:
    first, end = span
    return first <= minute < end if first < end else minute >= first or minute < end


def _at(local: datetime, minute: int) -> datetime:
    return local.replace(hour=minute // 60, minute=minute % 60, second=0, microsecond=0, fold=0)


def after_quiet(now: datetime, time_zone: str, span: tuple[int, int] | None) -> datetime:
    """Now, or the end of the quiet hours that now lies in."""
    local = now.astimezone(ZoneInfo(time_zone))
    if span is None or not _is_within(local.hour * 60 + local.minute, span):
        return now
    end = _at(local, span[1])
    if end.replace(tzinfo=None) <= local.replace(tzinfo=None):
        end += timedelta(days=1)
    return max(end.astimezone(UTC), now)


def mail_time(now: datetime, hours: Hours) -> datetime:
    return after_quiet(now, hours.time_zone, hours.quiet)


def sms_time(now: datetime, hours: Hours) -> datetime:
    return after_quiet(now, hours.time_zone, hours.quiet or SMS_NIGHT)


def digest_time(now: datetime, hours: Hours, rhythm: str) -> datetime:
    """The next one: at the reader's hour, weekly ones on Mondays, never within quiet hours."""
    local = now.astimezone(ZoneInfo(hours.time_zone))
    at = _at(local, hours.digest_at)
    if rhythm == WEEKLY:
        at += timedelta(days=(MONDAY - at.weekday()) % 7)
    if at.astimezone(UTC) <= now:
        at += timedelta(days=7 if rhythm == WEEKLY else 1)
    return mail_time(at.astimezone(UTC), hours)


def first_channel(told: Told, reach: Reach, *, after: str = "") -> str:
    """The next channel in order that can be tried at all; "" at the end."""
    rest = told.falls[told.falls.index(after) + 1 :] if after in told.falls else told.falls
    can = {"mail": reach.mail and told.has_mail, "sms": reach.sms and told.has_sms, "staff": True}
    return next((channel for channel in rest if can[channel]), "")


def plan(told: Told, wish: Wish, hours: Hours, reach: Reach, now: datetime) -> Plan:
    fixed = told.kind.fixed or bool(told.falls)
    rhythm = AT_ONCE if fixed else wish.mail or told.kind.mail
    chase = first_channel(told, reach)
    mail_at = None
    if reach.mail and told.has_mail and rhythm == AT_ONCE:
        mail_at = now if fixed else mail_time(now, hours)
    wants_sms = chase == "sms" or (wish.sms and told.has_sms and reach.sms)
    return Plan(
        in_app=fixed or wish.in_app,
        mail_at=mail_at,
        sms_at=sms_time(now, hours) if wants_sms else None,
        digest=rhythm if reach.mail and rhythm in (DAILY, WEEKLY) else "",
        chase=chase,
    )


def still_of_use(chosen: Plan, hours: Hours, now: datetime, not_after: datetime | None) -> Plan:
    """Without what would only go out once it is of no use any more."""
    if not_after is None:
        return chosen
    in_time = chosen.digest and digest_time(now, hours, chosen.digest) < not_after
    return replace(
        chosen,
        mail_at=chosen.mail_at if chosen.mail_at and chosen.mail_at < not_after else None,
        sms_at=chosen.sms_at if chosen.sms_at and chosen.sms_at < not_after else None,
        digest=chosen.digest if in_time else "",
    )
