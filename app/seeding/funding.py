"""Won ideas become campaigns: written, submitted, approved, launched, each step on its day."""

from datetime import timedelta
from functools import partial
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation import clock
from app.media.actions import keep_rendered
from app.seeding.cast import Cast, speaking
from app.seeding.drawing import Studio
from app.seeding.offering import write_tiers
from app.seeding.reading import Campaign, Idea
from app.seeding.timeline import Timeline
from campaigns.drafting.actions import begin_campaign, edit_campaign, launch_campaign, submit_campaign
from campaigns.drafting.forms import CampaignForm, LaunchForm
from campaigns.reviewing.actions import approve_campaign
from campaigns.reviewing.queries import campaign_for_staff


def plan_campaign(timeline: Timeline, cast: Cast, studio: Studio, campaign: Campaign, idea: Idea, brand: str, owner: str) -> None:
    studio.order("cover", idea.key, idea.drawn[0])
    timeline.at(campaign.made, partial(_write, cast, studio, campaign, idea, brand, owner))
    if campaign.submitted is not None:
        timeline.at(campaign.submitted, partial(_submit, cast, campaign, brand, owner))
    if campaign.approved is not None:
        timeline.at(campaign.approved, partial(_approve, cast, campaign))
    if campaign.live is not None:
        timeline.at(campaign.live, partial(_launch, cast, campaign, owner))


async def _write(cast: Cast, studio: Studio, campaign: Campaign, idea: Idea, brand: str, owner: str) -> None:
    writer = cast.people[owner]
    with speaking(campaign.lang):
        made = await begin_campaign(cast.desks[brand], writer, cast.ideas[idea.key]["public_id"])
        cast.campaigns[campaign.key] = made
        await _edit(cast, writer, campaign, await studio.picture("cover", idea.key, idea.drawn[0]))
        cast.tiers[campaign.key] = await write_tiers(made, campaign)


async def _edit(cast: Cast, writer: Viewer, campaign: Campaign, cover: Any) -> None:
    form = CampaignForm(
        title=campaign.title, summary=campaign.summary, story=campaign.story.strip(), cover=[], kept="",
        currency=campaign.currency, goal=campaign.goal, funding="all_or_nothing",
        deadline=await clock.now() + timedelta(days=campaign.deadline - campaign.made),
        early_hours=None if campaign.live is not None else 24,
    )  # fmt: skip
    await edit_campaign(writer, await _present(cast, campaign), form, await keep_rendered(writer.id, cover))


async def _submit(cast: Cast, campaign: Campaign, brand: str, owner: str) -> None:
    await submit_campaign(cast.desks[brand], cast.people[owner], await _present(cast, campaign))


async def _approve(cast: Cast, campaign: Campaign) -> None:
    await approve_campaign(cast.staff, await _present(cast, campaign))


async def _launch(cast: Cast, campaign: Campaign, owner: str) -> None:
    await launch_campaign(cast.people[owner], await _present(cast, campaign), LaunchForm(deadline=None))


async def _present(cast: Cast, campaign: Campaign) -> dict[str, Any]:
    return await campaign_for_staff(cast.campaigns[campaign.key]["public_id"])
