"""Packing an export, and forgetting it after a week."""

from typing import Any

from app.accounts.leaving import actions
from app.foundation.queue import task
from app.foundation.sweeps import sweep


@task("pack_export")
async def pack_export(payload: dict[str, Any]) -> None:
    await actions.pack_export(payload["export"])


@task("delete_exports")
async def delete_exports(payload: dict[str, Any]) -> None:
    await actions.delete_exports(payload["files"])


@sweep("leaving.exports")
async def look_after_exports() -> None:
    await actions.find_waiting_exports()
    await actions.forget_old_exports()
