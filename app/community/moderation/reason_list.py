"""The sentences that staff gives as a reason with one press, one a line."""

from app.accounts.viewer import Viewer
from app.community.moderation.log import note
from app.community.moderation.rules import DEFAULT_REASONS, MOST_REASONS
from app.foundation.database import execute, transaction
from app.foundation.i18n import N_, gettext
from app.foundation.refusals import Refusal


async def save_reasons(viewer: Viewer, typed: str) -> None:
    """In the order of the lines. A sentence of the house keeps being said in each reader's language."""
    house = {gettext(one): one for one in DEFAULT_REASONS}
    lines = list(dict.fromkeys(" ".join(line.split()) for line in typed.splitlines() if line.strip()))
    if not lines:
        raise Refusal(N_("至少留一条理由。"), field="reasons")
    if len(lines) > MOST_REASONS or any(len(line) > 200 for line in lines):
        raise Refusal(N_("最多 30 条，每条不超过 200 个字。"), field="reasons")
    async with transaction():
        await execute("delete from moderation_reason")
        await execute(
            """insert into moderation_reason (position, text)
            select n, text from unnest({}::text[]) with ordinality as l (text, n)""",
            [house.get(line, line) for line in lines],
        )
        await note("reasons_saved", actor=viewer.id, count=len(lines))
