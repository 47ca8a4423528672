"""The checker's job, and closing cases whose thing its author has taken away."""

from typing import Any

from app.community.moderation import checker
from app.community.moderation.actions import close_vanished
from app.foundation.queue import task
from app.foundation.sweeps import sweep


@task(checker.TASK)
async def check_outside(payload: dict[str, Any]) -> None:
    await checker.check_now(payload)


@sweep("vanished_cases")
async def find_vanished_cases() -> None:
    await close_vanished()
