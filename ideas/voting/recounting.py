"""`python -m app recount`: rows against counters, and an exported log against the pages, as a stranger would do it."""

import asyncio
import csv
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from app.foundation.database import rows, transaction, value
from ideas.ranking import recount
from ideas.voting.log import COLUMNS, STATES

CHUNK = 5000
_SHOWN = re.compile(r'data-votes="(\d+)"')


async def recount_all(mend: bool = False) -> int:
    """0 where every count equals its rows, or was mended."""
    last, looked, wrong, mended = 0, 0, 0, 0
    while found := await rows(
        f"""select i.id, i.public_id, i.vote_count, i.ranked_votes, i.counts,
          (select count(*) from vote v where v.idea = i.id and v.state = 'counted')::int as kept
        from idea i where i.id > {{}} order by i.id limit {CHUNK}""",
        last,
    ):
        last, looked = found[-1]["id"], looked + len(found)
        for one in found:
            shown = one["kept"] if one["counts"] == "shown" else 0
            if one["vote_count"] == one["kept"] and one["ranked_votes"] == shown:
                continue
            wrong += 1
            print(f"{one['public_id']}: {one['vote_count']} shown, {one['kept']} rows, ranked {one['ranked_votes']} of {shown}")  # noqa: T201
            if mend:
                await _mend(one["id"])
                mended += 1
    strays = await _strays()
    print(f"{looked} ideas, {wrong} differ{f', {mended} mended' if mend else ''}; {strays} votes stand for no idea")  # noqa: T201
    return 0 if wrong == mended and not strays else 1


async def _mend(idea: int) -> None:
    """Under the idea's lock: a vote that comes meanwhile is counted by whoever cast it."""
    async with transaction():
        await rows("select id from idea where id = {} for no key update", idea)
        await recount([idea])


async def _strays() -> int:
    return await value("select count(*) from vote v where not exists (select 1 from idea i where i.id = v.idea)")


def recount_log(lines: Iterable[str]) -> tuple[Counter[str], list[str]]:
    """Counted votes by idea as the file says, and what is wrong with it. Knows nothing but the file."""
    found = csv.DictReader(line for line in (one.removeprefix("\ufeff") for one in lines) if not line.startswith("#"))
    faults = [] if tuple(found.fieldnames or ()) == COLUMNS else [f"the columns are {found.fieldnames}, not {list(COLUMNS)}"]
    counted: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    for row in found if not faults else ():
        if (row["idea"], row["voter"]) in seen:
            faults.append(f"{row['voter']} votes twice for {row['idea']}")
        if row["state"] not in STATES:
            faults.append(f"{row['state']} is no state")
        seen.add((row["idea"], row["voter"]))
        counted[row["idea"]] += row["state"] == "counted"
    return counted, faults


def _read(path: str) -> tuple[Counter[str], list[str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return recount_log(file)


def _page_of(url: str) -> int | None:
    """The count that a page shows; None where it hides it or there is none."""
    with urlopen(Request(url, headers={"Accept-Language": "zh-Hans"}), timeout=20) as answer:  # noqa: S310
        found = _SHOWN.search(answer.read().decode())
    return int(found[1]) if found else None


async def recount_file(path: str, against: str = "") -> int:
    """0 where the file holds together and, where a site is named, each of its pages shows the file's count."""
    try:
        counted, faults = await asyncio.to_thread(_read, path)
    except (OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    for fault in faults:
        print(fault)  # noqa: T201
    print(f"{len(counted)} ideas, {counted.total()} votes counted")  # noqa: T201
    if not against:
        for idea, votes in counted.most_common():
            print(f"{idea}\t{votes}")  # noqa: T201
        return 1 if faults else 0
    wrong = 0
    for idea, votes in counted.items():
        try:
            shown = await asyncio.to_thread(_page_of, f"{against.rstrip('/')}/ideas/{idea}")
        except (URLError, TimeoutError) as error:
            print(f"{idea}: {error}", file=sys.stderr)  # noqa: T201
            shown = None
        if shown != votes:
            wrong += 1
            print(f"{idea}: {votes} in the file, {'none' if shown is None else shown} on its page")  # noqa: T201
    print(f"{len(counted) - wrong} pages agree, {wrong} do not")  # noqa: T201
    return 1 if faults or wrong else 0
