"""After the voting: a jury that scores, the last answers, agreements that are signed, and what things cost to make."""

from decimal import Decimal
from functools import partial
from random import Random

from app.accounts.viewer import Viewer, find_member
from app.foundation.database import row, rows
from app.foundation.money import Money
from app.seeding.cast import Cast, speaking
from app.seeding.reading import Campaign, Idea
from app.seeding.timeline import Timeline
from campaigns.costing.actions import keep_sheet
from campaigns.costing.forms import CostForm
from ideas.agreeing.actions import accept_agreement, offer_agreement
from ideas.agreeing.queries import agreement_of, parties_of
from ideas.agreeing.rules import proposed
from ideas.judging.actions import score_idea, sit_on_jury
from ideas.judging.queries import criteria_of
from ideas.reviewing.actions import answer_many

# Challenges whose brands took longer than a month to answer, and said so beforehand.
ANSWER_DAYS = {"second": "90", "drawer": "90"}
JURY, JUDGED = ("keyboards", "tanglei", "bailu", "dingyi"), "second"
SHARE = {"CNY": "3", "HKD": "2.5", "TWD": "3", "USD": "3"}
NOTES = {
    "keyboards": "静音轴加一层硅胶，成本只多四块。",
    "tanglei": "我就是它的用户，但 30 键里有 8 个从来不按。",
    "bailu": "照片拍得出来，愿意发朋友圈的那种。",
    "dingyi": "键帽要开两套模，第一批起订量是关键。",
}


def plan_judging(timeline: Timeline, cast: Cast, ideas: list[Idea]) -> None:
    shortlist = [idea for idea in ideas if idea.challenge == JUDGED and idea.review is not None]
    if not shortlist:
        return
    timeline.at(-17.5, partial(_seat, cast))
    for number, idea in enumerate(shortlist):
        timeline.at(-13.5 + number, partial(_score, cast, idea))
    timeline.at(-64.0, partial(_answer_the_rest, cast, "tea", "banzhan", "brand"))


async def _seat(cast: Cast) -> None:
    for key in JURY:
        await sit_on_jury(cast.people[key], cast.challenges[JUDGED]["id"])


async def _score(cast: Cast, idea: Idea) -> None:
    challenge, random = cast.challenges[JUDGED]["id"], Random(idea.key)
    criteria = await criteria_of(challenge)
    for key in JURY:
        if key == idea.author or random.random() < 0.15:
            continue  # nobody judges their own, and somebody is always late
        seat = await row("select id from jury_seat where challenge = {} and member = {}", challenge, cast.people[key].id)
        assert seat is not None
        points = {one.id: min(5, max(1, round(random.gauss(3.6, 0.9)))) for one in criteria}
        await score_idea(seat["id"], cast.ideas[idea.key]["id"], points, NOTES[key] if random.random() < 0.6 else "")


async def _answer_the_rest(cast: Cast, challenge: str, brand: str, owner: str) -> None:
    """What was left without an answer gets one before the term ends."""
    waiting = await rows(
        "select public_id from idea where challenge = {} and state in ('published', 'in_review') and visibility = 'visible'",
        cast.challenges[challenge]["id"],
    )
    if waiting:
        said = ("not_now", "影子很美，但这一批先把能照茶的做好。明年春天的征集，请再把它带来。")
        await answer_many(cast.desks[brand], cast.people[owner], {one["public_id"]: said for one in waiting})


def plan_agreement(timeline: Timeline, cast: Cast, campaign: Campaign, idea: Idea, brand: str, owner: str) -> None:
    """Offered once the draft is begun; signed before it is seen by everybody. The newest are still being waited for."""
    if campaign.submitted is None:
        return
    timeline.at(campaign.made + 0.02, partial(_offer, cast, campaign, idea, brand, owner))
    if campaign.approved is not None:
        timeline.at(campaign.approved - 0.1, partial(_sign, cast, campaign, idea))
    timeline.at(campaign.made + 0.03, partial(_work_out, cast, campaign, owner))


async def _offer(cast: Cast, campaign: Campaign, idea: Idea, brand: str, owner: str) -> None:
    won = cast.ideas[idea.key]
    parties = await parties_of(won["id"])
    points = dict(zip([one.member for one in parties], proposed(parties), strict=True))
    with speaking(campaign.lang):
        await offer_agreement(
            cast.desks[brand], cast.people[owner], won, share=Decimal(SHARE[campaign.currency]), points=points, terms="",
            shows_parts=campaign.currency == "CNY",
        )  # fmt: skip


async def _sign(cast: Cast, campaign: Campaign, idea: Idea) -> None:
    agreement = await agreement_of(cast.ideas[idea.key]["id"])
    assert agreement is not None
    for part in agreement.parts:
        member: Viewer = await find_member(part.member)
        with speaking(member.lang or campaign.lang):
            await accept_agreement(member, agreement, member.name)


async def _work_out(cast: Cast, campaign: Campaign, owner: str) -> None:
    """A sheet as a small workshop would fill it in."""
    price = cast.tiers[campaign.key][0]["price"]

    def money(part: Decimal) -> Money:
        return Money(int(price * part), campaign.currency)

    form = CostForm(
        unit_cost=money(Decimal("0.38")), least_order=200, tooling=money(Decimal(60)), shipping=money(Decimal("0.07")),
        payment_percent=Decimal("3.5"), share_percent=Decimal(SHARE[campaign.currency]), price=money(Decimal(1)),
    )  # fmt: skip
    await keep_sheet(cast.people[owner], cast.campaigns[campaign.key], form)
