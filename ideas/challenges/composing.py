"""The challenge's form: read, arranged by its buttons, shown again; dates go by the brand's clock."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.foundation.i18n import N_, zone
from app.foundation.refusals import Refusal
from app.web.fields import FieldError
from app.web.formats import input_moment
from app.web.forms import Form, read_values
from ideas.challenges.forms import PHASE, HeadForm
from ideas.challenges.phasing import JUST_PASSED, MOST_PHASES, Plan, faults, too_many, without_idle_rules
from ideas.challenges.rules import ANSWER_DAYS
from ideas.challenges.shapes import ADDED, SHAPES, Part

Values = dict[str, Any]
_KEY = re.compile(r"p[0-9]{1,3}")
HEAD = ("title", "brief", "prizes", "share_percent", "answer_days", "starts", "kept", "version")
# What other slices ask in the same form (see extras.py); a form without them says nothing about them.
EXTRAS = ("ladder", "asks_price", "price_currency", "prices")
EXTRA_ROWS = ("rung_votes", "rung_days")
LONGEST_TEXT = 20_000  # of what is kept of a draft's field, right or wrong


@contextmanager
def clock_of(time_zone: str) -> Iterator[None]:
    """Dates are read and shown by this zone's clock."""
    token = zone.set(ZoneInfo(time_zone))
    try:
        yield
    finally:
        zone.reset(token)


# -- what was typed -------------------------------------------------------------------------------


def typed_values(sent: dict[str, list[Any]]) -> Values:
    """The form's own fields, as text; what isn't one of them is left out."""
    keys = list(dict.fromkeys(one for one in sent.get("phases", []) if isinstance(one, str) and _KEY.fullmatch(one)))
    values: Values = {"phases": keys}
    for name in (*HEAD, *EXTRAS):
        values[name] = _text(sent.get(name, []))
    for name in EXTRA_ROWS:
        values[name] = [str(one)[:20] for one in sent.get(name, [])][:20]
    for key in keys:
        for name in PHASE:
            texts = sent.get(f"{key}-{name}", [])
            values[f"{key}-{name}"] = [str(one)[:20] for one in texts][:10] if name == "doors" else _text(texts)
    return values


def _text(texts: list[Any]) -> str:
    return texts[-1][:LONGEST_TEXT] if texts and isinstance(texts[-1], str) else ""


def shaped(shape: str, title: str = "") -> Values:
    """A new draft of one of the usual shapes: it begins when it is published."""
    values: Values = dict.fromkeys(HEAD, "") | {"title": title, "answer_days": str(ANSWER_DAYS), "phases": []}
    for part in SHAPES[shape].parts:
        _add(values, part)
    return values


def _new_key(values: Values) -> str:
    taken = {int(key[1:]) for key in values["phases"]}
    return f"p{max(taken, default=0) + 1}"


def _add(values: Values, part: Part) -> None:
    key = _new_key(values)
    values["phases"] = [*values["phases"], key]
    values |= {f"{key}-{name}": "" for name in PHASE}
    values |= {
        f"{key}-doors": list(part.doors), f"{key}-days": str(part.days), f"{key}-counts": part.counts, f"{key}-who": "everyone",
    }  # fmt: skip


def arranged(values: Values, do: str) -> Values:
    """After a button such as `add:vote`, `drop:p2`, `up:p3`; what it can't mean changes nothing."""
    verb, _, what = do.partition(":")
    values = dict(values)
    keys: list[str] = list(values["phases"])
    if verb == "add" and what in ADDED and len(keys) < MOST_PHASES:
        _add(values, ADDED[what])
    elif what in keys:
        at = keys.index(what)
        keys.remove(what)
        if verb in ("up", "down"):
            keys.insert(max(at - 1, 0) if verb == "up" else at + 1, what)
        values["phases"] = keys if verb in ("up", "down", "drop") else values["phases"]
    return values


# -- what it means ----------------------------------------------------------------------------------


@dataclass
class Composed:
    """A form and what it means: `plans` holds the phases that could be read."""

    form: Form[HeadForm]
    plans: list[Plan]

    @property
    def values(self) -> Values:
        return self.form.values

    def blame(self, refusals: Sequence[Refusal]) -> None:
        """Each at its field; the first that is said of one stays."""
        for refusal in refusals:
            self.form.errors.setdefault(refusal.field, refusal.text())


def compose(values: Values, time_zone: str, now: datetime, old: Sequence[Plan] = ()) -> Composed:
    """What the values mean by the brand's clock. `old` are the phases as they are saved: their seconds are kept."""
    with clock_of(time_zone):
        form = read_values(HeadForm, {name: [values.get(name, "")] for name in HEAD})
        form.values = dict(values)
        begins = _beginning(form, now, old)
        plans = _plans(form, values, begins, old, ZoneInfo(time_zone))
    composed = Composed(form, plans)
    if len(values["phases"]) > MOST_PHASES:
        composed.blame([too_many()])
    if not form.errors or plans:
        composed.blame([] if len(plans) < len(values["phases"]) else faults(plans, now))
    return composed


def _beginning(form: Form[HeadForm], now: datetime, old: Sequence[Plan]) -> datetime:
    before = old[0].starts_at if old else None
    if "starts" in form.errors:
        return before or now
    typed = _moment(form.values.get("starts", ""))
    if typed is None:
        return before or now
    settled = _as_before(typed, before)
    if settled != before and settled < now - JUST_PASSED:
        form.errors["starts"] = Refusal(N_("开始时间已经过去了；想马上开始就留空。")).text()
    return settled if settled == before else max(settled, now)


def _moment(text: str) -> datetime | None:
    found = PHASE["starts"].read([text])
    return found if isinstance(found, datetime) else None


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _as_before(moment: datetime, before: datetime | None) -> datetime:
    """A form says minutes: what was saved with seconds is the same while nobody typed another minute."""
    return before if before is not None and _minute(before) == _minute(moment) else moment


def _plans(form: Form[HeadForm], values: Values, begins: datetime, old: Sequence[Plan], there: ZoneInfo) -> list[Plan]:
    plans: list[Plan] = []
    cursor = begins
    all_read = [(key, _read_phase(form, values, key)) for key in values["phases"]]
    for place, (key, read) in enumerate(all_read):
        if read is None:
            break  # what comes after hangs on it
        before = old[read["was"] - 1] if read["was"] and read["was"] <= len(old) else None
        starts = cursor if place == 0 or read["starts"] is None else _as_before(read["starts"], before and before.starts_at)
        ends = _end(form, key, read, starts, there)
        if ends is None:
            break
        cursor = _as_before(ends, before and before.ends_at)
        plans.append(_plan(key, read, starts, cursor, place + 1 if before is None else read["was"], before))
    return plans


def _plan(key: str, read: dict[str, Any], starts: datetime, ends: datetime, was: int, before: Plan | None) -> Plan:
    return without_idle_rules(
        Plan(
            key=key, doors=tuple(read["doors"]), starts_at=starts, ends_at=ends, title=read["title"], note=read["note"],
            who=read["who"], account_days=read["account_days"] or 0, most_ideas=read["most_ideas"], budget=read["budget"],
            least_votes=read["least_votes"] or 0, counts=read["counts"], was=was if before is not None else 0,
        )
    )  # fmt: skip


def _read_phase(form: Form[HeadForm], values: Values, key: str) -> dict[str, Any] | None:
    found: dict[str, Any] = {}
    for name, field in PHASE.items():
        typed = values.get(f"{key}-{name}", "")
        try:
            found[name] = field.read(typed if isinstance(typed, list) else [typed])
        except FieldError as error:
            form.errors[f"{key}-{name}"] = str(error)
    return found if len(found) == len(PHASE) else None


def _end(form: Form[HeadForm], key: str, read: dict[str, Any], starts: datetime, there: ZoneInfo) -> datetime | None:
    """Days are the calendar's: seven days from 10:00 end at 10:00, also where the clocks change in between."""
    if read["days"] is not None and read["ends"] is not None:
        form.errors[f"{key}-ends"] = Refusal(N_("持续几天和结束时间，只填一个。")).text()
        return None
    if read["ends"] is not None:
        return read["ends"]  # type: ignore[no-any-return]
    if read["days"] is None:
        form.errors[f"{key}-days"] = Refusal(N_("写一下持续几天，或者到什么时候结束。")).text()
        return None
    local = _minute(starts).astimezone(there).replace(tzinfo=None) + timedelta(days=read["days"])
    return local.replace(tzinfo=there).astimezone(UTC)


# -- what is shown of what is saved -------------------------------------------------------------------


def values_of(head: Values, plans: Sequence[Plan], time_zone: str) -> Values:
    """The form of a published challenge: lengths where they are whole days, moments where they are not."""
    values: Values = dict.fromkeys(HEAD, "") | head | {"phases": [f"p{place}" for place in range(1, len(plans) + 1)]}
    there = ZoneInfo(time_zone)
    before: Plan | None = None
    with clock_of(time_zone):
        values["starts"] = input_moment(plans[0].starts_at)
        for place, plan in enumerate(plans, start=1):
            values |= {f"p{place}-{name}": text for name, text in _shown(plan, before, there).items()}
            values[f"p{place}-was"] = str(place)
            before = plan
    return values


def _shown(plan: Plan, before: Plan | None, there: ZoneInfo) -> dict[str, Any]:
    days = _whole_days(plan, there)
    return {
        "title": plan.title, "note": plan.note, "doors": list(plan.doors),
        "starts": "" if before is None or before.ends_at == plan.starts_at else input_moment(plan.starts_at),
        "days": str(days) if days else "", "ends": "" if days else input_moment(plan.ends_at),
        "who": plan.who, "counts": plan.counts,
        "account_days": str(plan.account_days or ""), "most_ideas": str(plan.most_ideas or ""), "budget": str(plan.budget or ""),
        "least_votes": str(plan.least_votes or ""),
    }  # fmt: skip


def _whole_days(plan: Plan, there: ZoneInfo) -> int:
    """0 where it isn't a whole number of the calendar's days."""
    starts, ends = (_minute(at).astimezone(there).replace(tzinfo=None) for at in (plan.starts_at, plan.ends_at))
    days = (ends - starts).days
    back = (starts + timedelta(days=days)).replace(tzinfo=there).astimezone(UTC)
    return days if 1 <= days <= 400 and back == _minute(plan.ends_at) else 0
