"""Every lifecycle in the house is sound, and a step is taken once, with its event, or not at all."""

import importlib
from typing import Any

import pytest

from app.foundation import database
from app.foundation.lifecycle import Lifecycle
from app.foundation.schema import PACKAGES, modules_named


def stateful_tables() -> list[Any]:
    found = []
    for package in PACKAGES:
        for name in modules_named("tables", package):
            module = importlib.import_module(name)
            found += [one for one in vars(module).values() if isinstance(one, type) and hasattr(one, "lifecycle")]
    return sorted({one for one in found if hasattr(one, "_meta")}, key=lambda one: one._meta.tablename)


TABLES = stateful_tables()


def test_there_are_lifecycles() -> None:
    assert {"idea", "campaign", "pledge"} <= {table._meta.tablename for table in TABLES}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.tablename)
def test_every_state_that_is_led_to_is_declared_and_can_be_reached(table: Any) -> None:
    cycle: Lifecycle = table.lifecycle
    led_to = {to for following in cycle.steps.values() for to in following}
    assert led_to <= set(cycle.states), led_to - set(cycle.states)
    beginnings = [state for state in cycle.states if not cycle.origins(state)]
    reached, ahead = set(), list(beginnings) or [cycle.states[0]]
    while ahead:
        state = ahead.pop()
        if state not in reached:
            reached.add(state)
            ahead += cycle.steps[state]
    assert reached == set(cycle.states), set(cycle.states) - reached


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.tablename)
def test_every_lifecycle_has_an_end_and_names_that_fit(table: Any) -> None:
    assert table.lifecycle.ends
    assert all(len(state) <= 24 for state in table.lifecycle.states)
    assert all(state not in following for state, following in table.lifecycle.steps.items()), "no step leads nowhere"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.tablename)
async def test_each_lifecycles_events_have_their_columns(db: None, table: Any) -> None:
    columns = await database.rows(
        "select column_name from information_schema.columns where table_name = {}", table.events._meta.tablename
    )
    assert {"subject", "at", "actor", "origin", "state", "why", "source"} <= {one["column_name"] for one in columns}
