"""Phases of a challenge, without a database: their order, their doors, their dates, what may change and what may not."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.challenges.composing import arranged, compose, shaped, typed_values, values_of
from ideas.challenges.phasing import (
    Plan,
    answer_due_at,
    changes_refused,
    deadline,
    faults,
    needs_titles,
    opens_at,
    without_idle_rules,
)
from ideas.challenges.rules import COUNTS, DOORS, WHO
from ideas.challenges.shapes import ADDED, SHAPES

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")


@pytest.mark.parametrize("moment", ["9999-12-31T23:59", "9999-12-30T00:00", "0001-01-01T00:00"])
@pytest.mark.parametrize("name", ["starts", "p1-starts", "p1-ends"])
def test_a_date_from_which_nothing_can_be_counted_on_is_refused_where_it_was_typed(name: str, moment: str) -> None:
    values = shaped("one", "灯") | {"brief": "夹在书上"} | {name: moment} | ({"p1-days": ""} if name == "p1-ends" else {})
    for time_zone in ZONES:
        assert name in compose(values, time_zone, NOW).form.errors


def row(*doors: str, days: float = 7, start: datetime = NOW, **more: object) -> list[Plan]:
    """One phase after the other; `+` joins doors of one phase."""
    plans = []
    for place, said in enumerate(doors, start=1):
        ends = start + timedelta(days=days)
        plans.append(Plan(key=f"p{place}", doors=tuple(said.split("+")) if said else (), starts_at=start, ends_at=ends, **more))  # type: ignore[arg-type]
        start = ends
    return plans


def fields(plans: list[Plan], now: datetime = NOW) -> list[str]:
    return [fault.field for fault in faults(plans, now)]


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_but_the_empty_one_can_be_published_as_it_stands(shape: str) -> None:
    composed = compose(shaped(shape, "给通勤的人做一件小东西"), "Asia/Shanghai", NOW)
    assert bool(composed.form.errors) == (shape == "empty")
    assert opens_at(composed.plans) == NOW


@pytest.mark.parametrize(
    ("doors", "wrong"),
    [
        (("vote", "propose"), "p1-doors"),
        (("improve", "propose"), "p1-doors"),
        (("propose", ""), "p2-doors"),
        (("propose", "jury", "vote"), "p3-doors"),
        (("propose", "result", "vote"), "p2-doors"),
        (("propose", "jury+result"), "p2-doors"),
        (("result",), "phases"),
    ],
)
def test_each_door_must_make_sense_where_it_stands(doors: tuple[str, ...], wrong: str) -> None:
    assert wrong in fields(row(*doors))


def test_sensible_rows_of_doors_have_no_fault() -> None:
    for doors in (
        ["propose+vote"],
        ["propose", "vote"],
        ["propose", "improve", "vote", "jury", "result"],
        ["propose", "vote+jury"],
    ):
        assert not fields(row(*doors)), doors


def test_dates_are_refused_where_they_are_wrong() -> None:
    first, second = row("propose", "vote")
    assert fields([first, replace(second, starts_at=first.ends_at - HOUR)]) == ["p2-starts"]
    assert fields([first, replace(second, ends_at=second.starts_at)]) == ["p2-ends"]
    assert fields([replace(first, ends_at=NOW + HOUR / 2), second]) == ["p1-ends"]
    assert fields(row("propose", start=NOW - 9 * DAY)) == ["p1-ends"]
    assert fields(row("propose", "vote", days=201)) == ["p2-ends"]
    assert fields([]) == ["phases"]
    assert fields(row(*["propose"] * 13))[0] == "phases"


def test_more_votes_needed_than_there_are_is_refused() -> None:
    assert fields(row("propose+vote", budget=3, least_votes=4)) == ["p1-least_votes"]
    assert not fields(row("propose+vote", budget=4, least_votes=4))


def test_what_is_derived_of_phases() -> None:
    plans = row("propose", "vote", "jury", "result")
    assert (opens_at(plans), deadline(plans)) == (NOW, NOW + 14 * DAY)
    assert answer_due_at(plans, 30) == NOW + (21 + 30) * DAY


def test_themes_want_names_where_several_phases_take_ideas() -> None:
    plans = row("propose+vote", "propose+vote", "jury")
    assert needs_titles(plans) == ["p1", "p2"] and needs_titles(row("propose", "vote")) == []


def saved(*doors: str, **more: object) -> list[Plan]:
    """Phases as they are once kept."""
    plans: list[Plan] = row(*doors, **more)  # type: ignore[arg-type]
    return [replace(plan, was=place, key=f"p{place}") for place, plan in enumerate(plans, start=1)]


def test_with_answers_only_what_changes_no_rule_may_change() -> None:
    old = saved("propose", "vote")
    at = NOW + DAY
    later = [
        replace(old[0], ends_at=old[0].ends_at + DAY),
        replace(old[1], starts_at=old[1].starts_at + DAY, ends_at=old[1].ends_at + DAY),
    ]
    assert not changes_refused(old, later, at, answered=True)
    assert not changes_refused(old, [replace(old[0], note="带上草图"), old[1]], at, answered=True)
    added = Plan(key="p3", doors=("jury",), starts_at=old[1].ends_at, ends_at=old[1].ends_at + DAY)
    assert not changes_refused(old, [*old, added], at, answered=True)
    for wrong, field in (
        ([old[0], replace(old[1], ends_at=old[1].ends_at - DAY)], "p2-ends"),
        ([old[0], replace(old[1], budget=3)], "p2-doors"),
        ([replace(old[0], who="followers"), old[1]], "p1-doors"),
        ([old[0]], "phases"),
        ([added, *old], "phases"),
        ([replace(old[0], starts_at=at), old[1]], "p1-starts"),
    ):
        assert field in [refusal.field for refusal in changes_refused(old, wrong, at, answered=True)], field


def test_without_answers_what_has_begun_keeps_its_beginning_and_all_else_is_free() -> None:
    old = saved("propose", "vote")
    at = NOW + DAY
    assert not changes_refused(old, [replace(old[0], who="followers", ends_at=at + DAY)], at, answered=False)
    assert changes_refused(old, [replace(old[0], ends_at=at - HOUR), old[1]], at, answered=False)
    assert changes_refused(old, [old[1]], at, answered=False)


def test_after_the_votes_no_phase_for_fans_comes_again_and_after_the_end_nothing() -> None:
    old = saved("propose+vote", "jury")
    more = Plan(key="p3", doors=("vote",), starts_at=old[1].ends_at, ends_at=old[1].ends_at + DAY)
    assert changes_refused(old, [*old, more], NOW + 8 * DAY, answered=True)
    assert not changes_refused(old, [*old, replace(more, doors=("result",))], NOW + 8 * DAY, answered=True)
    assert changes_refused(old, old, NOW + 14 * DAY, answered=False)


@st.composite
def rows_of_phases(draw: st.DrawFn) -> list[Plan]:
    """Rows without a fault, gaps and odd minutes among them, as publishing saves them."""
    starts = NOW + timedelta(seconds=draw(st.integers(0, 20 * 86_400)))
    plans: list[Plan] = []
    for place in range(draw(st.integers(1, 6))):
        doors = draw(st.sets(st.sampled_from(DOORS[:3]), min_size=1)) | ({"propose"} if place == 0 else set())
        ends = (
            starts + timedelta(minutes=draw(st.one_of(st.integers(60, 40_000), st.integers(1, 30).map(lambda n: n * 1440))))
        ).replace(second=0, microsecond=0) + timedelta(minutes=1)
        plan = Plan(
            key=f"p{place + 1}", doors=tuple(door for door in DOORS if door in doors), starts_at=starts, ends_at=ends,
            title=draw(st.sampled_from(["", "设计", "出行"])), who=draw(st.sampled_from(WHO)),
            account_days=draw(st.integers(0, 60)), most_ideas=draw(st.none() | st.integers(1, 9)),
            budget=draw(st.none() | st.integers(3, 9)), least_votes=draw(st.integers(0, 3)), counts=draw(st.sampled_from(COUNTS)),
            was=place + 1,
        )  # fmt: skip
        plans.append(without_idle_rules(plan))
        starts = ends + timedelta(minutes=draw(st.sampled_from([0, 0, 0, 30, 1440])))
    return plans


@given(rows_of_phases(), st.sampled_from(ZONES))
def test_a_form_shown_and_sent_back_unchanged_changes_nothing(plans: list[Plan], zone: str) -> None:
    again = compose(values_of({"title": "题目"}, plans, zone), zone, NOW, old=plans)
    assert not again.form.errors and again.plans == plans


@given(rows_of_phases(), st.sampled_from(ZONES), st.data())
def test_whatever_is_let_through_follows_one_another_and_takes_nothing_back(
    plans: list[Plan], zone: str, data: st.DataObject
) -> None:
    values = values_of({"title": "题目"}, plans, zone)
    for _ in range(data.draw(st.integers(0, 3))):
        values = arranged(
            values,
            data.draw(
                st.sampled_from([f"{verb}:{key}" for verb in ("up", "down", "drop") for key in values["phases"]] or ["add:vote"])
            ),
        )
        values = arranged(values, data.draw(st.sampled_from([f"add:{part}" for part in ADDED])))
    for key in values["phases"]:
        if data.draw(st.booleans()):
            values[f"{key}-days"], values[f"{key}-ends"] = str(data.draw(st.integers(1, 40))), ""
    now = data.draw(st.datetimes(NOW.replace(tzinfo=None), (NOW + 60 * DAY).replace(tzinfo=None))).replace(tzinfo=UTC)
    composed = compose(values, zone, now, old=plans)
    if composed.form.errors or changes_refused(plans, composed.plans, now, answered=True):
        return
    new = composed.plans
    assert all(one.ends_at <= other.starts_at for one, other in itertools.pairwise(new))
    assert all(one.rules() == other.rules() and other.ends_at >= one.ends_at for one, other in zip(plans, new, strict=False))
    assert all(one.starts_at == other.starts_at for one, other in zip(plans, new, strict=False) if one.starts_at <= now)
    assert deadline(new) >= deadline(plans) and opens_at(new) >= opens_at(plans)


@given(st.integers(1, 400), st.sampled_from(ZONES), st.integers(0, 24 * 60 * 366))
def test_days_end_at_the_same_hour_where_the_clocks_change_too(days: int, zone: str, minutes: int) -> None:
    start = NOW + timedelta(minutes=minutes)
    values = shaped("one", "题目题目") | {
        "p1-days": str(days),
        "starts": start.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M"),
    }
    plan = compose(values, zone, NOW).plans[0]
    there = [at.astimezone(ZoneInfo(zone)) for at in (plan.starts_at, plan.ends_at)]
    skipped = [at.hour * 60 + at.minute for at in there]
    assert (there[1].date() - there[0].date()).days == days
    assert abs(skipped[0] - skipped[1]) <= 60  # an hour that doesn't exist on that day is the next one


def test_dates_are_by_the_brands_clock_whoever_types_them() -> None:
    values = shaped("one", "题目题目") | {"starts": "2026-12-01T10:00"}
    assert compose(values, "Asia/Shanghai", NOW).plans[0].starts_at == datetime(2026, 12, 1, 2, tzinfo=UTC)
    assert compose(values, "America/New_York", NOW).plans[0].starts_at == datetime(2026, 12, 1, 15, tzinfo=UTC)


def test_what_was_typed_wrongly_stands_there_again_with_a_sentence() -> None:
    sent = {
        "phases": ["p1"],
        "title": ["长" * 61],
        "starts": ["明天"],
        "p1-doors": ["propose"],
        "p1-days": ["很久"],
        "p1-budget": ["0"],
    }
    composed = compose(typed_values(sent), "Asia/Shanghai", NOW)
    assert {"title", "starts", "p1-days", "p1-budget"} <= composed.form.errors.keys()
    assert composed.values["p1-days"] == "很久" and composed.values["title"] == "长" * 61
    assert compose(
        typed_values({"phases": ["p1"], "p1-doors": ["propose"], "p1-days": ["3"], "p1-ends": ["2026-12-01T10:00"]}),
        "Asia/Shanghai",
        NOW,
    ).form.errors["p1-ends"]


def test_a_beginning_in_the_past_is_refused_but_the_running_minute_means_now() -> None:
    past = shaped("one", "题目题目") | {"starts": "2026-11-21T19:00"}
    assert "starts" in compose(past, "Asia/Shanghai", NOW).form.errors
    running = compose(past | {"starts": "2026-11-21T19:59"}, "Asia/Shanghai", NOW + timedelta(seconds=30))
    assert not running.form.errors and running.plans[0].starts_at == NOW + timedelta(seconds=30)


def test_buttons_move_add_and_drop_phases_and_no_more_than_there_is_room_for() -> None:
    values = shaped("four")
    assert arranged(values, "down:p1")["phases"] == ["p2", "p1", "p3", "p4", "p5"]
    assert arranged(values, "up:p1")["phases"] == arranged(values, "nonsense:p1")["phases"] == values["phases"]
    assert arranged(values, "drop:p5")["phases"] == ["p1", "p2", "p3", "p4"]
    for _ in range(20):
        values = arranged(values, "add:vote")
    assert len(values["phases"]) == 12 and values["p12-doors"] == ["vote"]
