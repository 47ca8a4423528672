"""Opening the one case that a thing may have, and what adds to it: reports, found words, an appeal."""

from typing import Any

from app.accounts.queries import staff_ids
from app.community.moderation.log import note
from app.community.moderation.rules import urgency
from app.community.moderation.tables import ModerationCase
from app.community.moderation.things import Thing
from app.foundation.database import execute, insert, row, sole_lock, value
from app.foundation.lifecycle import begin
from app.notifications.actions import notify

QUEUE = "/staff/moderation"
Case = dict[str, Any]


async def waiting_case(thing: Thing) -> Case | None:
    """The one that staff has yet to decide."""
    return await row(
        "select * from moderation_case where kind = {} and thing = {} and state in ('open', 'appealed')", thing.kind, thing.id
    )


async def latest_case(thing: Thing) -> Case | None:
    return await row(
        "select * from moderation_case where kind = {} and thing = {} order by id desc limit 1", thing.kind, thing.id
    )


async def open_case(
    thing: Thing,
    cause: str,
    *,
    words: str = "",
    is_first: bool = False,
    actor: int | None = None,
    source: str = "rule",
    is_quiet: bool = False,
) -> Case:
    """The thing's waiting case: the one there is, with these words added, or a new one. `is_quiet`: staff isn't told."""
    await sole_lock(f"case:{thing.kind}", thing.id)
    if (known := await waiting_case(thing)) is not None:
        if words and words not in known["words"]:
            await execute(
                "update moderation_case set words = concat_ws('、', nullif(words, ''), {}::text) where id = {}",
                words,
                known["id"],
            )
        return known | {"words": words or known["words"]}
    case = await insert(
        ModerationCase, kind=thing.kind, thing=thing.id, cause=cause, state="open", words=words, is_first=is_first,
        urgency=urgency(cause, 0, thing.reach),
    )  # fmt: skip
    await begin(ModerationCase, case["id"], "open", actor=actor, source=source, why=cause)
    await note("opened", thing, actor=actor, case=case["id"], source=source, cause=cause)
    if not is_quiet:
        await tell_staff(case["id"])
    return case


async def tell_staff(case: int) -> None:
    """Once when the queue begins to fill: who looks sees the rest."""
    if not await value("select 1 from moderation_case where state in ('open', 'appealed') and id <> {} limit 1", case):
        await notify(await staff_ids(), "moderation_waiting", QUEUE)


async def add_weight(case: Case, thing: Thing, weight: float) -> None:
    """One report more. The case only rises in the queue; nothing is hidden by it."""
    await execute(
        "update moderation_case set reports = reports + 1, weight = weight + {}, urgency = {} where id = {}",
        weight, urgency(case["cause"], case["weight"] + weight, thing.reach, is_appealed=case["state"] == "appealed"), case["id"],
    )  # fmt: skip
