"""A lifecycle is declared once as a map of steps, and enforced in the very statement that writes the step."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from piccolo.columns import BigInt, BigSerial, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.foundation.database import rows
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal


class WrongState(Refusal):
    """The thing is no longer in a state from which this step leads on."""

    def __init__(self, sentence: str = N_("状态刚刚变了，这一步现在做不了。请刷新页面看看。")) -> None:
        super().__init__(sentence)


@dataclass(frozen=True)
class Lifecycle:
    """`steps` maps each state to the states that may follow it."""

    name: str
    steps: Mapping[str, tuple[str, ...]]

    def may(self, origin: str, to: str) -> bool:
        return to in self.steps.get(origin, ())

    def origins(self, to: str) -> list[str]:
        return [origin for origin, following in self.steps.items() if to in following]

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(self.steps)

    @property
    def ends(self) -> frozenset[str]:
        return frozenset(state for state, following in self.steps.items() if not following)


class EventColumns:
    """Every step leaves such a row; a table adds `subject`, a foreign key to what moved."""

    id = BigSerial(primary_key=True)
    at = Timestamptz(default=None, null=True)
    actor = BigInt(null=True, default=None, help_text="member id; empty when a rule or a provider moved it")
    origin = Varchar(length=24, default="")
    state = Varchar(length=24)
    why = Text(default="")
    source = Varchar(length=12, default="person", help_text="person, import, carrier, provider or rule")


class Stateful:
    """What `move` needs to know of a table with a lifecycle."""

    lifecycle: ClassVar[Lifecycle]
    events: ClassVar[type[Table]]


async def move(
    table: type[Any], id_: int, to: str, *, actor: int | None = None, why: str = "", source: str = "person", also: str = ""
) -> None:
    """Step one row on and leave its event, in one statement; WrongState when its state doesn't lead there.

    `also` are further assignments in plain SQL, such as "decided_at = app_now()".
    """
    if not await move_all(table, [id_], to, actor=actor, why=why, source=source, also=also):
        raise WrongState


async def move_all(
    table: type[Any], ids: list[int], to: str, *, actor: int | None = None, why: str = "", source: str = "person", also: str = ""
) -> list[int]:
    """Step on those of the rows that may; their ids come back."""
    name, events = table._meta.tablename, table.events._meta.tablename
    moved = await rows(
        f"""with old as (select id, state from {name} where id = any({{}}) and state = any({{}}) order by id for update),
        moved as (update {name} set state = {{}} {", " + also if also else ""} from old where {name}.id = old.id
                  returning {name}.id, old.state as origin),
        noted as (insert into {events} (subject, at, actor, origin, state, why, source)
                  select id, app_now(), {{}}::bigint, origin, {{}}, {{}}, {{}} from moved returning subject)
        select subject from noted order by subject""",
        ids, table.lifecycle.origins(to), to, actor, to, why, source,
    )  # fmt: skip
    return [moved_row["subject"] for moved_row in moved]


async def begin(
    table: type[Any], id_: int, state: str, *, actor: int | None = None, why: str = "", source: str = "person"
) -> None:
    """The first event of a row just made."""
    await rows(
        f"""insert into {table.events._meta.tablename} (subject, at, actor, origin, state, why, source)
        values ({{}}, app_now(), {{}}, '', {{}}, {{}}, {{}})""",
        id_, actor, state, why, source,
    )  # fmt: skip
