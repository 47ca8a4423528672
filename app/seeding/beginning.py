"""Whether a world may be made here; one whose making was cut short is swept away first."""

from app.foundation.database import execute, value
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.running.migrations import migrate
from app.settings import settings

UNFINISHED = "seeding"


def refuse_production() -> None:
    if settings.is_production:
        raise Refusal(N_("正式环境里不能造示例数据。"))


async def is_wanted() -> bool:
    """Nobody is here yet; a half-made world, which began with nobody, counts as nobody."""
    if await value("select exists (select from heartbeat where process = {})", UNFINISHED):
        await _start_over()
    return not await value("select exists (select from member)")


async def _start_over() -> None:
    for schema in ("stripe_sandbox", "public"):
        await execute(f"drop schema if exists {schema} cascade")
    await execute("create schema public")
    await migrate(settings.database_url)


async def note_begun() -> None:
    await execute("insert into heartbeat values ({}, clock_timestamp())", UNFINISHED)


async def note_finished() -> None:
    await execute("delete from heartbeat where process = {}", UNFINISHED)


async def put_papers_in_force() -> None:
    """The house's documents are as old as the world, not as its migration."""
    await execute("update paper_version set effective_at = app_now() where effective_at > app_now()")
