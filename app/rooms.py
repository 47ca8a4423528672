"""Which rooms there are: each slice's routes, and the slots that higher rooms fill in lower ones."""

from collections.abc import Sequence
from typing import Any

from litestar.handlers import HTTPRouteHandler

from app import home
from app.accounts import link_routes, signing_in
from app.accounts import routes as accounts
from app.accounts.factors import entering, step_up
from app.accounts.factors import routes as factors
from app.accounts.identities import routes as identities
from app.accounts.intents import beginning
from app.accounts.intents import routes as intents
from app.accounts.leaving import routes as leaving
from app.accounts.oidc import routes as oidc
from app.brands import routes as brands
from app.brands import team_routes
from app.community.following import routes as following
from app.community.moderation import list_routes as moderation_lists
from app.community.moderation import own_routes as own_moderation
from app.community.moderation import routes as moderation
from app.community.reporting import routes as reporting
from app.community.talking import routes as talking
from app.community.talking import writing_routes as writing
from app.media import routes as media
from app.notifications import routes as notifications
from app.notifications.choosing import routes as choosing_notices
from app.notifications.reaching import routes as reaching
from app.notifications.sms import routes as sms
from app.papers import routes as papers
from app.papers import staff_routes as staff_papers
from app.running import health
from app.sharing import filling as sharing_filling
from app.sharing import routes as sharing
from app.site import routes as site_routes
from app.support import routes as support
from app.web import assets, errors, language, patterns, slots
from campaigns import filling as campaigns_filling
from campaigns import routes as campaigns
from campaigns.changing import routes as changing
from campaigns.contents import routes as tier_contents
from campaigns.costing import routes as costing
from campaigns.discovering import feed_routes, search_routes, sitemap_routes
from campaigns.discovering import routes as discovering
from campaigns.drafting import preview_routes as previews
from campaigns.drafting import routes as drafting
from campaigns.fulfilment import board_routes as perk_board
from campaigns.fulfilment import routes as fulfilment
from campaigns.gifting import routes as gifting
from campaigns.halting import desk_routes as halting_desk
from campaigns.halting import staff_routes as halting
from campaigns.late import routes as late
from campaigns.noting import routes as noting
from campaigns.pledging import link_routes as pledge_links
from campaigns.pledging import own_routes as pledges
from campaigns.pledging import routes as pledging
from campaigns.polling import routes as polling
from campaigns.reserving import desk_routes as reserving_desk
from campaigns.reserving import routes as reserving
from campaigns.results import routes as campaign_results
from campaigns.reviewing import routes as campaign_reviewing
from campaigns.revising import routes as campaign_changes
from campaigns.sections import routes as campaign_sections
from campaigns.sharing import routes as campaign_sharing
from campaigns.stretching import routes as stretching
from campaigns.tiers import guest_routes as tier_guests
from campaigns.tiers import routes as tiers
from campaigns.tiers import secret_routes as secret_tiers
from campaigns.updates import desk_routes as update_desk
from campaigns.updates import routes as updates
from campaigns.waiting import routes as waitlists
from campaigns.zoning import routes as zoning
from ideas import filling as ideas_filling
from ideas import routes as ideas
from ideas.agreeing import desk_routes as agreement_desk
from ideas.agreeing import routes as agreeing
from ideas.challenges import desk_routes as challenge_desk
from ideas.challenges import licence_routes as licences
from ideas.challenges import preview_routes as challenge_previews
from ideas.challenges import routes as challenges
from ideas.coauthoring import routes as coauthoring
from ideas.contributing import routes as contributing
from ideas.drafting import routes as idea_drafting
from ideas.finding import feed_routes as idea_feeds
from ideas.finding import routes as finding
from ideas.guarding import routes as guarding
from ideas.insights import desk_routes as insight_desk
from ideas.insights import report_routes as insight_report
from ideas.insights import routes as insights
from ideas.judging import desk_routes as jury_desk
from ideas.judging import routes as judging
from ideas.ladder import routes as ladders
from ideas.remixing import routes as remixing
from ideas.reviewing import many_routes as reviewing_many
from ideas.reviewing import routes as reviewing
from ideas.reviewing import winner_routes as winners
from ideas.revising import routes as revising
from ideas.sharing import routes as idea_sharing
from ideas.voting import joining_routes as idea_joining
from ideas.voting import log_routes as vote_logs
from ideas.voting import own_routes as own_votes
from ideas.voting import routes as voting
from payments import filling as payments_filling
from payments.changing import routes as changing_money
from payments.checkout import friend_routes as paying_for_others
from payments.checkout import routes as checkout
from payments.collection import routes as collection
from payments.webhooks import routes as webhooks


def route_handlers() -> Sequence[HTTPRouteHandler]:
    rooms: list[Any] = [
        health,
        home,
        assets,
        language,
        patterns,
        media,
        accounts,
        factors,
        step_up,
        entering,
        oidc,
        signing_in,
        link_routes,
        identities,
        intents,
        leaving,
        notifications,
        choosing_notices,
        reaching,
        sms,
        brands,
        team_routes,
        papers,
        staff_papers,
        site_routes,
        sharing,
        support,
        following,
        reporting,
        talking,
        writing,
        own_moderation,
        moderation,
        moderation_lists,
        challenges,
        challenge_desk,
        challenge_previews,
        licences,
        finding,
        idea_feeds,
        ideas,
        idea_sharing,
        voting,
        own_votes,
        idea_joining,
        vote_logs,
        guarding,
        insights,
        insight_desk,
        insight_report,
        contributing,
        idea_drafting,
        coauthoring,
        remixing,
        revising,
        ladders,
        reviewing_many,
        reviewing,
        winners,
        judging,
        jury_desk,
        agreeing,
        agreement_desk,
        campaigns,
        discovering,
        search_routes,
        feed_routes,
        sitemap_routes,
        drafting,
        campaign_sections,
        campaign_changes,
        costing,
        previews,
        campaign_sharing,
        tiers,
        tier_contents,
        stretching,
        tier_guests,
        secret_tiers,
        zoning,
        campaign_reviewing,
        reserving,
        reserving_desk,
        campaign_results,
        halting_desk,
        halting,
        updates,
        update_desk,
        polling,
        pledging,
        pledges,
        pledge_links,
        changing,
        changing_money,
        late,
        gifting,
        noting,
        waitlists,
        fulfilment,
        perk_board,
        checkout,
        paying_for_others,
        collection,
        webhooks,
    ]
    return [handler for room in rooms for handler in room.ROUTES]


def fill_slots() -> None:
    """Named places in lower rooms' pages, filled by higher rooms."""
    slots.fill("layout.bell", notifications.bell)
    slots.fill("me.sections", notifications.refused_addresses, order=-5)
    reaching.fill_slots()
    slots.fill("me.sections", intents.waiting_line, order=-10)
    slots.fill("me.sections", agreeing.waiting_line, order=-8)
    slots.fill("me.sections", judging.my_juries, order=-7)
    slots.fill("idea.campaign", agreeing.credits_section, order=-1)
    slots.fill("me.sections", brands.my_brands)
    slots.fill("me.sections", own_moderation.my_section, order=-5)
    slots.fill("staff.tasks", moderation.staff_tasks, order=-10)
    slots.fill("staff.tasks", guarding.staff_tasks, order=-8)
    errors.when_sign_in_is_needed[:] = [beginning.begin_from]
    sharing_filling.fill_slots()
    ideas_filling.fill_slots()
    campaigns_filling.fill_slots()
    payments_filling.fill_slots()
    language.when_chosen[:] = [accounts.keep_language]
