"""The texts of the small world fit the forms that people type into, and name only what exists."""

from decimal import Decimal

import pytest

from app.accounts.forms import ProfileForm
from app.seeding import reading
from app.seeding.paging import pages
from app.seeding.updating import Update, texts
from app.web.drawings import KINDS
from app.web.forms import read_values
from campaigns.discovering.categories import CATEGORIES
from campaigns.sections.forms import BasicsForm, FundingForm, StoryForm
from campaigns.sections.rules import LEAST_RISKS, SECTIONS
from campaigns.sections.videos import read_video
from campaigns.tiers.forms import tier_form
from campaigns.updates.forms import UpdateForm
from ideas.challenges.forms import HeadForm
from ideas.forms import IdeaForm
from ideas.reviewing.forms import VerdictForm
from ideas.reviewing.rules import REASONS

PEOPLE = {person.key for person in reading.people()}
IDEAS = {idea.key: idea for idea in reading.ideas()}
LATER = "2030-01-01T12:00"


@pytest.mark.parametrize("idea", IDEAS.values(), ids=IDEAS)
def test_an_idea_could_have_been_typed(idea: reading.Idea) -> None:
    form = read_values(IdeaForm, {"title": [idea.title], "summary": [idea.summary], "body": [idea.body]})
    assert form.ok, form.errors
    assert len(idea.body) > 80
    assert idea.author in PEOPLE
    assert set(idea.drawn) <= set(KINDS)


@pytest.mark.parametrize("idea", [idea for idea in IDEAS.values() if idea.verdict], ids=lambda idea: idea.key)
def test_a_verdict_could_have_been_typed(idea: reading.Idea) -> None:
    verdict = idea.verdict
    assert verdict is not None
    typed = {"outcome": [verdict.outcome], "reason_code": [verdict.reason], "sentence": [verdict.sentence]}
    assert read_values(VerdictForm, typed).ok
    assert verdict.reason in REASONS[verdict.outcome]
    assert idea.posted < verdict.on < 0


@pytest.mark.parametrize("campaign", reading.campaigns(), ids=lambda campaign: campaign.key)
def test_a_campaign_could_have_been_typed(campaign: reading.Campaign) -> None:
    assert read_values(BasicsForm, {"title": [campaign.title], "summary": [campaign.summary]}).ok
    assert read_values(StoryForm, {"story": [campaign.story]}).ok
    assert read_values(FundingForm, {"currency": [campaign.currency], "goal": [campaign.goal], "deadline": [LATER]}).ok
    verdict = IDEAS[campaign.idea].verdict
    assert verdict and verdict.outcome == "won" and verdict.on < campaign.made
    for tier in campaign.tier:
        form = read_values(tier_form(campaign.currency), _typed(tier))
        assert form.ok, (tier.title, form.errors)
    assert {pledge.by for pledge in campaign.pledge} <= PEOPLE


@pytest.mark.parametrize("campaign", reading.campaigns(), ids=lambda campaign: campaign.key)
def test_a_campaigns_page_could_have_been_typed_and_accounts_for_its_goal(campaign: reading.Campaign) -> None:
    page = pages()[campaign.key]
    assert {one.who for one in page.maker if one.who} <= PEOPLE
    assert page.category in CATEGORIES
    assert set(page.asked) <= set(SECTIONS) and set(page.asked) == set(page.again)
    assert page.video == "" or read_video(page.video)
    if campaign.submitted is not None:
        assert len(page.risks.strip()) >= LEAST_RISKS and page.step
        assert sum(one.amount for one in page.cost) >= Decimal(campaign.goal)


def _typed(tier: reading.Tier) -> dict[str, list[str]]:
    return {
        "title": [tier.title], "description": [tier.description], "price": [str(tier.price)],
        "cap": [str(tier.cap or "")], "per_backer": [str(tier.per_backer)], "deliver_month": ["2030-02"],
        "kind": [kind for kind, _ in tier.items], "item": [title for _, title in tier.items],
    }  # fmt: skip


@pytest.mark.parametrize("challenge", reading.challenges(), ids=lambda challenge: challenge.key)
def test_a_challenge_could_have_been_typed(challenge: reading.Challenge) -> None:
    assert read_values(HeadForm, {"title": [challenge.title], "brief": [challenge.brief], "deadline": [LATER]}).ok


def test_people_could_have_typed_what_they_say_of_themselves() -> None:
    for person in reading.people():
        typed = {"name": [person.name], "bio": [person.bio], "lang": [person.lang], "time_zone": [person.zone]}
        assert read_values(ProfileForm, typed).ok, person


def test_two_calls_are_open_and_others_have_ended() -> None:
    ends = [challenge.ends for challenge in reading.challenges()]
    assert sum(end > 0 for end in ends) == 2
    assert any(end < 0 for end in ends)


def test_texts_come_in_three_languages() -> None:
    assert {idea.lang for idea in IDEAS.values()} == {"zh-Hans", "zh-Hant", "en"}


@pytest.mark.parametrize("update", texts().update, ids=lambda one: one.title)
def test_an_update_could_have_been_typed_and_published(update: Update) -> None:
    campaign = next(one for one in reading.campaigns() if one.key == update.campaign)
    assert campaign.live is not None and campaign.live < update.on < 0
    typed = {"title": [update.title], "body": [update.body], "audience": [update.audience], "option": update.options}
    form = read_values(UpdateForm, typed | {"question": [update.asks]})
    assert form.ok, form.errors
    assert len(update.options) == len(update.chosen)
    assert set(update.drawn) <= set(KINDS)
