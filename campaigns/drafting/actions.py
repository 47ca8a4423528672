"""A draft's verbs: begin it (from a won idea or from nothing), edit, submit, launch."""

from datetime import timedelta
from typing import Any

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.brands.desk import Desk
from app.community.moderation.checking import hold_words
from app.foundation import clock
from app.foundation.database import execute, insert, row, sole_lock, transaction
from app.foundation.i18n import N_, language
from app.foundation.lifecycle import begin, move
from app.foundation.refusals import Refusal
from app.notifications.actions import notify
from app.settings import settings
from campaigns.drafting.forms import LaunchForm
from campaigns.drafting.queries import campaign_begun_from, won_idea
from campaigns.drafting.rules import check_complete, check_deadline, check_early_hours, needs
from campaigns.reviewing.rounds import begin_round, end_round
from campaigns.sections.queries import parts_of
from campaigns.tables import Campaign
from campaigns.telling import staff_ids, tell_later
from campaigns.tiers.queries import tiers_of
from ideas.actions import mark_campaigned
from ideas.agreeing.actions import hold_consent


async def begin_campaign(desk: Desk, viewer: Viewer, idea_public_id: str = "") -> dict[str, Any]:
    """A draft; from a won idea it keeps the idea, and by it its author and voters. Asked twice, it is the same draft."""
    if not idea_public_id:
        return await _begin(desk, viewer, title=N_("未命名的众筹"))
    idea = await won_idea(desk.brand, idea_public_id)
    if idea is None:
        raise Refusal(N_("只有你们采纳的创意才能发起众筹。"))
    async with transaction():
        await sole_lock("campaign of idea", idea["id"])
        if (known := await campaign_begun_from(idea["id"])) is not None:
            return known
        made = await _begin(
            desk, viewer, title=idea["title"], idea=idea["id"], summary=idea["summary"], story=idea["body"], cover=idea["cover"]
        )
        await notify([idea["author"]], "idea_got_campaign", f"/ideas/{idea['public_id']}", brand=desk.name, idea=idea["title"])
        return made


async def _begin(desk: Desk, viewer: Viewer, **values: Any) -> dict[str, Any]:
    async with transaction():
        await limit("campaign", str(viewer.id), most=40, within=timedelta(days=1))
        made = await insert(
            Campaign, brand=desk.brand, created_by=viewer.id, currency=settings.currency, lang=language.get(),
            state="draft", **values,
        )  # fmt: skip
        await begin(Campaign, made["id"], "draft", actor=viewer.id)
        return made


async def submit_campaign(desk: Desk, viewer: Viewer, campaign: dict[str, Any]) -> None:
    async with transaction():
        now = await _held(campaign)
        parts = await parts_of(campaign["id"])
        check_complete(needs(now, await tiers_of(campaign["id"]), await clock.now(), parts=parts))
        await move(Campaign, campaign["id"], "submitted", actor=viewer.id)
        await begin_round(viewer, now)
        url = f"/staff/campaigns/{campaign['public_id']}"
        await notify(await staff_ids(), "campaign_submitted", url, brand=desk.name, campaign=campaign["title"])


async def take_back(viewer: Viewer, campaign: dict[str, Any]) -> None:
    """To be changed once more; then it is reviewed anew."""
    async with transaction():
        await move(Campaign, campaign["id"], "draft", actor=viewer.id)
        await end_round(campaign["id"], "taken_back", viewer)


async def launch_campaign(viewer: Viewer, campaign: dict[str, Any], form: LaunchForm) -> None:
    """From here on money may be promised: terms stand still, the fee is the one of this day, the idea's people are told."""
    async with transaction():
        now = await _held(campaign)
        if now["state"] == "prelaunch" and now["opens_at"] is not None:
            raise Refusal(N_("已经定了开始时间，预约的人都等着那一刻；要现在上线，先取消开始时间。"))
        deadline = form.deadline or now["deadline"]
        moment = await clock.now()
        check_deadline(deadline, await tiers_of(campaign["id"]), moment)
        check_early_hours(now["early_hours"], deadline, moment)
        if now["idea"] is not None:
            await hold_consent(now["idea"])
        await execute(
            """update campaign set deadline = {}, launched_at = app_now(), fee_percent = {}, early_ends_at =
              case when idea is not null and early_hours > 0 then app_now() + make_interval(hours => early_hours) end
            where id = {}""",
            deadline, settings.fee_percent, campaign["id"],
        )  # fmt: skip
        await move(Campaign, campaign["id"], "live", actor=viewer.id)
        if now["idea"] is not None:
            await mark_campaigned(now["idea"], viewer.id)
        await hold_words("campaign", campaign["id"])
        await tell_later(campaign["id"], "launched")


async def _held(campaign: dict[str, Any]) -> dict[str, Any]:
    """As it is now, held against an edit at the same moment."""
    found = await row("select * from campaign where id = {} for no key update", campaign["id"])
    assert found is not None
    return found
