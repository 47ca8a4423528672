"""Things hidden and reported for tests, by the verbs that pages call."""

from collections.abc import Mapping
from typing import Any

from app.accounts.viewer import ANONYMOUS, Viewer
from app.community.moderation.actions import hide as hide_thing
from app.community.moderation.actions import show as show_thing
from app.community.moderation.things import Thing, thing
from app.community.reporting.actions import report as report_thing
from app.community.reporting.forms import ReportForm
from tests.people import make_member


async def as_thing(kind: str, row: Mapping[str, Any]) -> Thing:
    return await thing(kind, row["public_id"])


async def hide(kind: str, row: Mapping[str, Any], reason: str = "广告或垃圾信息", *, by: Viewer | None = None) -> None:
    await hide_thing(by or await make_member(staff=True), await as_thing(kind, row), reason)


async def show(kind: str, row: Mapping[str, Any], *, by: Viewer | None = None) -> None:
    await show_thing(by or await make_member(staff=True), await as_thing(kind, row))


async def report(
    kind: str, row: Mapping[str, Any], problem: str = "spam", *, by: Viewer | None = None, address: str = "", **said: Any
) -> dict[str, Any]:
    """By a new member unless an address or somebody is given."""
    filled = {"details": "", "is_claimant": False, "owner": "", "original_url": "", "contact": "", **said}
    form = ReportForm(kind=kind, id=row["public_id"], problem=problem, **filled)
    reporter = ANONYMOUS if address else by or await make_member()
    return await report_thing(reporter, await as_thing(kind, row), form, place=f"at {address}", address=address)
