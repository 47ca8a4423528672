"""The staff's queue, one thing's whole history, the log; and what an author reads about their own."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.accounts.viewer import Viewer
from app.community.moderation.rules import DEFAULT_REASONS
from app.community.moderation.things import Thing, thing, thing_by_id, things
from app.foundation.database import row, rows
from app.foundation.refusals import NotFound

PAGE = 30
LOG_PAGE = 100
_WAITING = "c.state in ('open', 'appealed')"
FILTERS = {
    "all": _WAITING,
    "new": "c.state = 'open' and c.cause in ('new', 'edited')",
    "words": "c.state = 'open' and (c.cause in ('words', 'checker') or c.words <> '')",
    "reported": f"{_WAITING} and c.reports > 0",
    "appeals": "c.state = 'appealed'",
    "decided": "c.state not in ('open', 'appealed')",
}
_REPORTS = """coalesce((select jsonb_object_agg(kind, n) from (select kind, count(*) as n from report where case_id = c.id
  group by kind) by_kind), jsonb_build_object())"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case in the queue with what it is about."""

    case: dict[str, Any]
    thing: Thing
    reports: dict[str, int]


async def queue(wanted: str, page: int = 1) -> tuple[list[Waiting], bool]:
    """Most urgent first, then the oldest; whether there are more."""
    order = "c.decided_at desc nulls last, c.id desc" if wanted == "decided" else "c.urgency desc, c.id"
    found = await rows(
        f"""select c.*, {_REPORTS} as by_kind from moderation_case c where {FILTERS[wanted]}
        order by {order} limit {{}} offset {{}}""",
        PAGE + 1, (page - 1) * PAGE,
    )  # fmt: skip
    subjects = await _subjects(found[:PAGE])
    shown = [
        Waiting(case, subjects[case["kind"], case["thing"]], _counts(case["by_kind"]))
        for case in found[:PAGE]
        if (case["kind"], case["thing"]) in subjects
    ]
    return shown, len(found) > PAGE


def _counts(by_kind: Any) -> dict[str, int]:
    return json.loads(by_kind) if isinstance(by_kind, str) else dict(by_kind)


async def _subjects(cases: Iterable[dict[str, Any]]) -> dict[tuple[str, int], Thing]:
    """One query for each kind."""
    by_kind: dict[str, set[int]] = {}
    for case in cases:
        by_kind.setdefault(case["kind"], set()).add(case["thing"])
    return {(kind, id_): thing for kind, ids in by_kind.items() for id_, thing in (await things(kind, ids)).items()}


async def counts() -> dict[str, int]:
    columns = ", ".join(f"count(*) filter (where {where}) as {name}" for name, where in FILTERS.items() if name != "decided")
    found = await row(f"select {columns} from moderation_case c where {_WAITING}")
    return found or {}


async def case_for_staff(public_id: str) -> tuple[dict[str, Any], Thing]:
    case = await row("select * from moderation_case where public_id = {}", public_id)
    if case is None:
        raise NotFound
    return case, await thing_by_id(case["kind"], case["thing"])


async def case_for_author(viewer: Viewer, public_id: str) -> tuple[dict[str, Any], Thing]:
    """NotFound for everybody but those who may speak for the thing."""
    found = await row("select *, app_now() as now from moderation_case where public_id = {}", public_id)
    if found is None:
        raise NotFound
    thing = await thing_by_id(found["kind"], found["thing"])
    if not thing.is_by(viewer):
        raise NotFound
    return found, thing


async def thing_for_staff(kind: str, public_id: str) -> Thing:
    """What others see or would see, or what a case is about: a draft is its author's."""
    found = await thing(kind, public_id)
    if not found.is_public and not await cases_of(found):
        raise NotFound
    return found


async def cases_of(thing: Thing) -> list[dict[str, Any]]:
    """Newest first."""
    return await rows(
        "select * from moderation_case where kind = {} and thing = {} order by id desc limit 30", thing.kind, thing.id
    )


async def last_cases(found: Iterable[Thing]) -> dict[tuple[str, int], str]:
    """The public id of each thing's latest case."""
    wanted = list(found)
    latest = await rows(
        """select distinct on (c.kind, c.thing) c.kind, c.thing, c.public_id
        from moderation_case c join unnest({}::text[], {}::bigint[]) as w (kind, thing) on w.kind = c.kind and w.thing = c.thing
        order by c.kind, c.thing, c.id desc""",
        [one.kind for one in wanted], [one.id for one in wanted],
    )  # fmt: skip
    return {(one["kind"], one["thing"]): one["public_id"] for one in latest}


async def statements_of(case: int) -> dict[str, dict[str, Any]]:
    return {one["kind"]: one for one in await rows("select * from case_statement where case_id = {} order by id", case)}


async def history_of(thing: Thing) -> list[dict[str, Any]]:
    """Every act about a thing, newest first."""
    return await rows(
        "select * from moderation_log where kind = {} and thing = {} order by id desc limit 100", thing.kind, thing.id
    )


async def log(*, act: str = "", kind: str = "", actor: int | None = None, before: int | None = None) -> list[dict[str, Any]]:
    """One row more than a page shows tells whether there are older ones."""
    return await rows(
        """select l.* from moderation_log l where ({} = '' or act = {}) and ({} = '' or kind = {})
        and ({}::bigint is null or actor = {}) and ({}::bigint is null or id < {}) order by id desc limit {}""",
        act, act, kind, kind, actor, actor, before, before, LOG_PAGE + 1,
    )  # fmt: skip


async def acting_staff() -> list[int]:
    """Those who ever did something here as staff, for the log's filter."""
    found = await rows("select id from member where is_staff order by id")
    return [one["id"] for one in found]


async def reasons() -> list[str]:
    """The sentences that staff gives with one press."""
    kept = await rows("select text from moderation_reason order by position, id")
    return [one["text"] for one in kept] or list(DEFAULT_REASONS)
