"""Updates for tests, made by the desk's own verbs."""

from typing import Any

from app import jobs
from app.accounts.viewer import Viewer, find_member
from app.foundation.database import row
from app.foundation.queue import run_pending
from app.foundation.sweeps import run_sweeps
from campaigns.updates.actions import begin_update, publish_update, save_update
from campaigns.updates.forms import UpdateForm
from campaigns.updates.queries import desk_update


async def deliver(*, sweep: bool = False) -> None:
    """What waits in the queue; with `sweep` first what the sweeps find."""
    jobs.load()
    if sweep:
        assert not await run_sweeps()
    while (await run_pending())[0]:
        pass


def update_form(
    title: str = "第一版样品到了", body: str = "比图上轻了 **40 克**。", *, audience: str = "public", tier: str = "", **more: Any
) -> UpdateForm:
    return UpdateForm(
        title=title, body=body, pictures=[], audience=audience, tier=tier, tells_title=more.pop("tells_title", False),
        question=more.pop("question", ""), option=more.pop("option", []), option_picture=[], ends_at=more.pop("ends_at", None),
        based_on=None,
    )  # fmt: skip


async def owner_of(campaign: dict[str, Any]) -> Viewer:
    return await find_member(campaign["created_by"])


async def make_draft(campaign: dict[str, Any], form: UpdateForm | None = None) -> dict[str, Any]:
    owner = await owner_of(campaign)
    made = await begin_update(owner, campaign)
    await save_update(owner, made, form or update_form())
    return await desk_update(campaign["id"], made["public_id"])


async def make_update(campaign: dict[str, Any], form: UpdateForm | None = None, *, told: bool = False) -> dict[str, Any]:
    """Published; with `told` its notices have gone out too."""
    made = await publish_update(await owner_of(campaign), await make_draft(campaign, form))
    if told:
        await deliver()
    found = await row("select * from campaign_update where id = {}", made["id"])
    assert found is not None
    return found
