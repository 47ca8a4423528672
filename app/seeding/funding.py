"""Won ideas become campaigns: written, submitted, approved, launched, each step on its day."""

from functools import partial

from app.seeding.cast import Cast, speaking
from app.seeding.drawing import Studio
from app.seeding.offering import write_tiers
from app.seeding.paging import pages, plan_page, present, rewrite, write_page
from app.seeding.reading import Campaign, Idea
from app.seeding.timeline import Timeline
from campaigns.drafting.actions import begin_campaign, launch_campaign, submit_campaign
from campaigns.drafting.forms import LaunchForm
from campaigns.reviewing.actions import approve_campaign


def plan_campaign(timeline: Timeline, cast: Cast, studio: Studio, campaign: Campaign, idea: Idea, brand: str, owner: str) -> None:
    studio.order("cover", idea.key, idea.drawn[0])
    timeline.at(campaign.made, partial(_write, cast, studio, campaign, idea, brand, owner))
    if campaign.submitted is not None:
        timeline.at(campaign.submitted, partial(_submit, cast, campaign, brand, owner))
    if campaign.submitted is not None and pages()[campaign.key].asked:
        timeline.at(campaign.submitted + 0.6, partial(_submit_again, cast, campaign, brand, owner))
    plan_page(timeline, cast, campaign, owner)
    if campaign.approved is not None:
        timeline.at(campaign.approved, partial(_approve, cast, campaign))
    if campaign.live is not None:
        timeline.at(campaign.live, partial(_launch, cast, campaign, owner))


async def _write(cast: Cast, studio: Studio, campaign: Campaign, idea: Idea, brand: str, owner: str) -> None:
    writer = cast.people[owner]
    with speaking(campaign.lang):
        made = await begin_campaign(cast.desks[brand], writer, cast.ideas[idea.key]["public_id"])
        cast.campaigns[campaign.key] = made
        await write_page(cast, writer, campaign, await studio.picture("cover", idea.key, idea.drawn[0]))
        cast.tiers[campaign.key] = await write_tiers(made, campaign)


async def _submit(cast: Cast, campaign: Campaign, brand: str, owner: str) -> None:
    await submit_campaign(cast.desks[brand], cast.people[owner], await present(cast, campaign))


async def _submit_again(cast: Cast, campaign: Campaign, brand: str, owner: str) -> None:
    await rewrite(cast, campaign, owner)
    await _submit(cast, campaign, brand, owner)


async def _approve(cast: Cast, campaign: Campaign) -> None:
    await approve_campaign(cast.staff, await present(cast, campaign))


async def _launch(cast: Cast, campaign: Campaign, owner: str) -> None:
    await launch_campaign(cast.people[owner], await present(cast, campaign), LaunchForm(deadline=None))
