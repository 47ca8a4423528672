"""The log of all votes as a file that anybody can recount: no names, and a voter's code differs in every file.

A code is a keyed hash of the member; the key is drawn for the one file and kept nowhere, so two files can't be laid side by side
to follow a person. Votes are told to the hour, and an idea's stand in the order of their codes, not as they came.
"""

import csv
import hashlib
import hmac
import io
import secrets
from collections.abc import AsyncIterator, Iterable
from typing import Any

from app.foundation import clock
from app.foundation.database import rows
from app.foundation.i18n import N_, translate
from ideas.rules import PUBLIC

COLUMNS = ("idea", "voter", "state", "cast_at", "changed_at", "reason")
STATES = ("counted", "waiting", "withdrawn", "quarantined", "moved")
IDEAS_AT_ONCE = 50
_PUBLIC = ", ".join(repr(state) for state in PUBLIC)

LINES = (
    N_("智造 投票记录：%(what)s，导出于 %(at)s"),
    N_("每行一票。idea：创意的地址；voter：投票人的代号，只在这个文件里有效；"),
    N_("state：counted 计入，waiting 没投满最低票数，withdrawn 已收回，quarantined 核对中或核对后不计，moved 随合并转走；"),
    N_("cast_at、changed_at：投票和最后一次变动的时刻（UTC，精确到小时）；reason：为什么没有计入。"),
    N_("一个创意的票数 = 它的 counted 行数。核对：python -m app recount --log 这个文件 --against %(url)s"),
)


def _code(key: bytes, member: int) -> str:
    return hmac.new(key, str(member).encode(), hashlib.sha256).hexdigest()[:20]


async def written_log(challenge: int | None, what: str, url: str) -> AsyncIterator[bytes]:
    """The file, piece by piece: votes of one challenge, or of the open floor."""
    key = secrets.token_bytes(32)
    now = await clock.now()
    head = [translate(line, what=what, at=f"{now:%Y-%m-%d %H:%M} UTC", url=url) for line in LINES]
    yield ("\ufeff" + "".join(f"# {' '.join(line.split())}\n" for line in head)).encode() + _lines([COLUMNS])
    last = 0
    while ideas := await rows(
        f"""select id, public_id from idea where challenge is not distinct from {{}} and id > {{}} and state in ({_PUBLIC})
        and visibility = 'visible' order by id limit {IDEAS_AT_ONCE}""",
        challenge, last,
    ):  # fmt: skip
        for idea in ideas:
            if votes := await _votes(idea["id"]):
                yield _lines(_rows(key, idea["public_id"], votes))
        last = ideas[-1]["id"]


async def _votes(idea: int) -> list[dict[str, Any]]:
    return await rows(
        """select member, state, reason, date_trunc('hour', created_at) as cast_at, date_trunc('hour', changed_at) as changed_at
        from vote where idea = {}""",
        idea,
    )


def _rows(key: bytes, idea: str, votes: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    return sorted(
        (
            idea, _code(key, one["member"]), one["state"], f"{one['cast_at']:%Y-%m-%dT%H:00Z}",
            f"{one['changed_at']:%Y-%m-%dT%H:00Z}" if one["changed_at"] else "", one["reason"],
        )
        for one in votes
    )  # fmt: skip


def _lines(found: Iterable[Iterable[str]]) -> bytes:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(found)
    return made.getvalue().encode()
