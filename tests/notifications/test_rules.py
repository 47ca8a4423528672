"""Whatever people choose and whenever it happens, a notice takes exactly the channels it should, each at most once."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.notifications import events as registry
from app.notifications.events import BY_MAIL_OR_SMS, TO_THE_END
from app.notifications.kinds import KINDS, RHYTHMS
from app.notifications.rules import (
    SMS_NIGHT,
    Hours,
    Plan,
    Reach,
    Told,
    Wish,
    after_quiet,
    digest_time,
    first_channel,
    mail_time,
    plan,
    sms_time,
)

# A first draw loads code: slow on a busy machine, and no matter here.
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ZONES = ("Asia/Shanghai", "Asia/Taipei", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")
moments = st.integers(0, 2 * 366 * 24 * 60).map(lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute))
minutes = st.integers(0, 47).map(lambda half: half * 30)
hours = st.builds(Hours, st.sampled_from(ZONES), st.none() | minutes, st.none() | minutes, minutes)
wishes = st.builds(Wish, st.booleans(), st.sampled_from(("", *RHYTHMS)), st.booleans())
reaches = st.builds(Reach, st.booleans(), st.booleans())
falls: st.SearchStrategy[Sequence[str]] = st.sampled_from([(), BY_MAIL_OR_SMS, TO_THE_END])


@st.composite
def events(draw: st.DrawFn) -> Told:
    order = draw(falls)
    return Told(draw(st.sampled_from(list(KINDS.values()))), bool(order) or draw(st.booleans()), draw(st.booleans()), order)


def is_quiet(at: datetime, zone: str, span: tuple[int, int] | None) -> bool:
    """Said again in other words than the rules': every quiet minute of a day, in a set."""
    if span is None:
        return False
    first, end = span
    quiet = {(first + n) % 1440 for n in range((end - first) % 1440)}
    local = at.astimezone(ZoneInfo(zone))
    return local.hour * 60 + local.minute in quiet


@patiently
@given(events(), wishes, hours, reaches, moments)
def test_a_notice_takes_exactly_the_channels_it_should(told: Told, wish: Wish, when: Hours, reach: Reach, now: datetime) -> None:
    chosen = plan(told, wish, when, reach, now)
    must = told.kind.fixed or bool(told.falls)
    rhythm = "at_once" if must else wish.mail or told.kind.mail
    assert chosen.in_app == (must or wish.in_app)
    assert (chosen.mail_at is not None) == (reach.mail and told.has_mail and rhythm == "at_once")
    assert chosen.digest == (rhythm if reach.mail and rhythm in ("daily", "weekly") else "")
    assert not (chosen.mail_at and chosen.digest), "by mail once, not at once and again in a digest"
    falls_to_sms = bool(told.falls) and not reach.mail
    assert (chosen.sms_at is not None) == (reach.sms and told.has_sms and (wish.sms or falls_to_sms))


@patiently
@given(events(), wishes, hours, reaches, moments)
def test_what_concerns_money_is_never_without_a_channel(told: Told, wish: Wish, when: Hours, reach: Reach, now: datetime) -> None:
    chosen = plan(told, wish, when, reach, now)
    if told.falls:
        assert chosen.in_app
    if tuple(told.falls) == TO_THE_END:
        assert chosen.chase
        assert {"mail": chosen.mail_at, "sms": chosen.sms_at, "staff": now}[chosen.chase] is not None
    if chosen.mail_at and told.falls:
        assert chosen.mail_at == now, "what must reach somebody by mail waits for no morning"


@patiently
@given(events(), reaches)
def test_falling_through_visits_each_channel_once_and_ends(told: Told, reach: Reach) -> None:
    visited, channel = [], first_channel(told, reach)
    while channel:
        visited.append(channel)
        channel = first_channel(told, reach, after=channel)
    possible = [one for one in told.falls if one == "staff" or {"mail": reach.mail, "sms": reach.sms and told.has_sms}[one]]
    assert visited == possible


@patiently
@given(hours, moments)
def test_quiet_hours_delay_to_their_end_and_no_longer(when: Hours, now: datetime) -> None:
    for at, span in ((mail_time(now, when), when.quiet), (sms_time(now, when), when.quiet or SMS_NIGHT)):
        if not is_quiet(now, when.time_zone, span):
            assert at == now
        else:
            assert now < at <= now + timedelta(hours=26)
            assert not is_quiet(at, when.time_zone, span)
            just_before = at - timedelta(minutes=1)
            assert is_quiet(max(just_before, now), when.time_zone, span)


@patiently
@given(hours, moments, st.sampled_from(("daily", "weekly")))
def test_a_digest_comes_at_the_readers_hour_outside_their_quiet_hours(when: Hours, now: datetime, rhythm: str) -> None:
    at = digest_time(now, when, rhythm)
    local = at.astimezone(ZoneInfo(when.time_zone))
    assert now < at <= now + timedelta(days=9 if rhythm == "weekly" else 3)
    assert not is_quiet(at, when.time_zone, when.quiet)
    if when.quiet is None and local.utcoffset() == now.astimezone(ZoneInfo(when.time_zone)).utcoffset():
        assert local.hour * 60 + local.minute == when.digest_at
        assert rhythm == "daily" or local.weekday() == 0


def test_a_night_over_midnight_ends_in_the_morning() -> None:
    late = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
    assert after_quiet(late, "Asia/Shanghai", (22 * 60, 8 * 60)) == datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    early = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)  # 1:30 the next day
    assert after_quiet(early, "Asia/Shanghai", (22 * 60, 8 * 60)) == datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


def test_a_missing_hour_in_spring_loses_nothing() -> None:
    """In New York the clock jumps from 2:00 to 3:00 on March 8, 2026."""
    night = datetime(2026, 3, 8, 6, 0, tzinfo=UTC)  # 1:00
    at = after_quiet(night, "America/New_York", (22 * 60, 2 * 60 + 30))
    assert night < at <= night + timedelta(hours=2)


def test_every_event_says_its_kind_and_what_falls_through_has_words_for_each_channel() -> None:
    unsorted = {name for name, event in registry.known_events().items() if event.kind not in {*KINDS, "digest"}}
    assert not unsorted
    for name, event in registry.known_events().items():
        assert not event.falls or event.mail, name
        assert "staff" not in event.falls or event.sms, name
        assert not event.unacted_hours or event.is_open, name


@pytest.mark.parametrize("event", ["charge_refused", "pledge_refunded", "pledge_dropped"])
def test_money_goes_to_the_end(event: str) -> None:
    assert registry.known_events()[event].falls == TO_THE_END


def test_a_plan_without_addresses_is_still_a_notice() -> None:
    told = Told(KINDS["idea"], has_mail=True, has_sms=True)
    now = datetime(2026, 11, 22, tzinfo=UTC)
    assert plan(told, Wish(), Hours("UTC"), Reach(), now) == Plan(in_app=True)
