"""What each room brings to taking data along and to leaving: a module `leaving.py` and to merging (`member_data.py`), by name.

async def export(member: int) -> dict[str, list[dict]]          everything of theirs, by the name of a file
async def hindrances(member: int) -> list[Hindrance]            what must be settled before one can leave
async def pictures_kept(leaving: Leaving) -> list[str]          pictures of theirs that others still see afterwards
async def erase(leaving: Leaving) -> None                       their particulars, once and for all
"""

import importlib
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

from app.foundation.schema import PACKAGES, modules_named


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who leaves: what must be found everywhere, gathered before any of it is gone."""

    member: int
    public_id: str
    addresses: tuple[str, ...]
    withdraws_ideas: bool = False


@dataclass(frozen=True, slots=True)
class Hindrance:
    """A sentence and where it is settled."""

    sentence: str
    url: str
    word: str
    params: tuple[tuple[str, Any], ...] = ()


def each(name: str, verb: str) -> Iterator[Callable[..., Awaitable[Any]]]:
    """That function of every module of this name which has one; the accounts last, since others look there for who it is."""
    for package in reversed(PACKAGES):  # what stands higher goes first
        for module in sorted(modules_named(name, package), key=lambda one: (one.startswith("app.accounts"), one)):
            if found := getattr(importlib.import_module(module), verb, None):
                yield found
