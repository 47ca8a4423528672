"""/healthz says that a process answers, /readyz that the whole is fit to serve."""

import httpx

from app.foundation.database import execute


async def _beat(seconds_ago: int) -> None:
    await execute("insert into heartbeat values ('worker', clock_timestamp() - make_interval(secs => {}))", seconds_ago)


async def test_a_process_that_answers_is_up(client: httpx.AsyncClient) -> None:
    answer = await client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "up"})


async def test_without_a_worker_nothing_is_ready(db: None, client: httpx.AsyncClient) -> None:
    answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["problems"] == ["worker: no sign of life"]


async def test_a_worker_that_fell_silent_is_missed(db: None, client: httpx.AsyncClient) -> None:
    await _beat(seconds_ago=90)
    answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["problems"] == ["worker: no sign of life for 90 s"]


async def test_with_a_live_worker_and_all_migrations_it_is_ready(db: None, client: httpx.AsyncClient) -> None:
    await _beat(seconds_ago=3)
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready", "notes": []})


async def test_a_migration_not_run_is_named(db: None, client: httpx.AsyncClient) -> None:
    await _beat(seconds_ago=3)
    await execute("delete from migration where name = '2026-11-21T21:00:00:000000'")
    answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["problems"] == ["migration not run: app 2026-11-21T21:00:00:000000"]
