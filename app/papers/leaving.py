"""Consents stay, as ids: they answer for what others rely on. Declared ages go."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import execute
from app.papers.queries import Version, consents_of


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {"consents": [_consent(one) for one in reversed(await consents_of(member))]}


def _consent(one: dict[str, Any]) -> dict[str, Any]:
    version: Version | None = one["version"]
    paper = {"paper": version.kind, "title": version.title, "version": version.number} if version else {}
    return {
        "at": one["at"], **({"paper": "", "title": "", "version": ""} | paper), "at_least_years_old": one["age"],
        "how": one["how"], "for": one["made"], "withdrawn_at": one["withdrawn_at"],
    }  # fmt: skip


async def erase(leaving: Leaving) -> None:
    await execute("delete from consent where member = {} and version is null", leaving.member)
    await execute("update consent set lang = '' where member = {}", leaving.member)
