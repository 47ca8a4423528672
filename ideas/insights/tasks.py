"""Large challenges are counted again every ten minutes, while they move."""

from typing import Any

from app.foundation.queue import enqueue, task
from app.foundation.sweeps import sweep
from ideas.insights.counting import keep, stale


@sweep("stale_figures")
async def find_stale_figures() -> None:
    for one in await stale():
        await enqueue("keep_figures", dict(one), once_key=f"keep_figures:{one['brand']}:{one['challenge']}", priority=-1)


@task("keep_figures")
async def keep_figures(payload: dict[str, Any]) -> None:
    await keep(payload["brand"], payload["challenge"])
