"""The sections of seeded campaigns' pages: written by their brands, asked about by staff, changed once they are public."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache, partial
from typing import Any

import msgspec

from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.money import parse_amount
from app.media.actions import keep_rendered
from app.seeding.cast import Cast, speaking
from app.seeding.reading import FOLDER, Campaign
from app.seeding.timeline import Timeline
from campaigns.reviewing.actions import request_changes
from campaigns.reviewing.queries import campaign_for_staff
from campaigns.reviewing.rounds import notes_for_brand, settle_note
from campaigns.sections.actions import add_risks, save_basics, save_funding, save_risks, save_rows, save_story
from campaigns.sections.forms import BasicsForm, FundingForm, StoryForm
from campaigns.sections.queries import parts_of
from campaigns.sections.rows import Part


class Step(msgspec.Struct):
    after: int
    title: str
    text: str = ""
    done: bool = False


class Cost(msgspec.Struct):
    title: str
    amount: Decimal
    text: str = ""


class Maker(msgspec.Struct):
    text: str
    who: str = ""
    name: str = ""


class Question(msgspec.Struct):
    ask: str
    reply: str


class Change(msgspec.Struct):
    on: float
    what: str
    ask: str = ""
    reply: str = ""
    text: str = ""
    old: str = ""
    new: str = ""
    title: str = ""


class Page(msgspec.Struct):
    """`asked`: what staff wanted by section, `again` how it was then written, `answer` what the brand said to it."""

    campaign: str
    category: str = ""
    video: str = ""
    risks: str = ""
    step: list[Step] = []
    cost: list[Cost] = []
    maker: list[Maker] = []
    question: list[Question] = []
    change: list[Change] = []
    asked: dict[str, str] = {}
    answer: dict[str, str] = {}
    again: dict[str, str] = {}


@cache
def pages() -> dict[str, Page]:
    raw = msgspec.toml.decode((FOLDER / "pages.toml").read_bytes())
    return {one.campaign: one for one in msgspec.convert(raw["page"], list[Page], strict=False)}


def plan_page(timeline: Timeline, cast: Cast, campaign: Campaign, owner: str) -> None:
    """What changes after its beginning; the beginning itself is written with the campaign."""
    page = pages()[campaign.key]
    for change in page.change:
        timeline.at(change.on, partial(_change, cast, campaign, owner, change))
    if page.asked and campaign.submitted is not None:
        timeline.at(campaign.submitted + 0.2, partial(_ask, cast, campaign, page))


async def write_page(cast: Cast, writer: Viewer, campaign: Campaign, cover: Any) -> None:
    page = pages()[campaign.key]
    made = await present(cast, campaign)
    basics = BasicsForm(title=campaign.title, summary=campaign.summary, cover=[], kept="", category=page.category)
    await save_basics(writer, made, basics, await keep_rendered(writer.id, cover))
    await save_story(writer, made, StoryForm(story=campaign.story.strip(), video=page.video, uploads=[]))
    funding = FundingForm(
        currency=campaign.currency, goal=campaign.goal, funding="all_or_nothing",
        deadline=await clock.now() + timedelta(days=campaign.deadline - campaign.made),
        early_hours=None if campaign.live is not None else 24,
    )  # fmt: skip
    await save_funding(writer, made, funding)
    await save_risks(writer, made, page.risks.strip())
    await _write_rows(cast, writer, made, campaign, page)


async def _write_rows(cast: Cast, writer: Viewer, made: dict[str, Any], campaign: Campaign, page: Page) -> None:
    today = (await clock.now()).date()
    rows = {
        "timeline": [
            Part(str(n), one.title, one.text, months_after(today, one.after), one.done) for n, one in enumerate(page.step)
        ],
        "budget": [
            Part(str(n), one.title, one.text, amount=_minor(one.amount, campaign.currency)) for n, one in enumerate(page.cost)
        ],
        "team": [
            Part(str(n), one.name, one.text, member=cast.people[one.who].public_id if one.who else "")
            for n, one in enumerate(page.maker)
        ],
        "faq": [Part(str(n), one.ask, one.reply) for n, one in enumerate(page.question)],
    }
    for kind, parts in rows.items():
        if parts:
            await save_rows(writer, made, kind, parts)


def _minor(amount: Decimal, currency: str) -> int:
    read = parse_amount(str(amount), currency)
    assert read is not None
    return read.amount


def months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


async def present(cast: Cast, campaign: Campaign) -> dict[str, Any]:
    return await campaign_for_staff(cast.campaigns[campaign.key]["public_id"])


async def _ask(cast: Cast, campaign: Campaign, page: Page) -> None:
    await request_changes(cast.staff, await present(cast, campaign), "", page.asked)


async def rewrite(cast: Cast, campaign: Campaign, owner: str) -> None:
    """What staff asked for, before it is handed in again."""
    page, writer = pages()[campaign.key], cast.people[owner]
    made = await present(cast, campaign)
    with speaking(campaign.lang):
        await save_risks(writer, made, page.again["risks"].strip())
        story = f"{campaign.story.strip()}\n\n{page.again['story']}"
        await save_story(writer, made, StoryForm(story=story, video=page.video, uploads=[]))
        for key, note in (await notes_for_brand(made)).items():
            await settle_note(made, note.public_id, page.answer.get(key, ""))


async def _change(cast: Cast, campaign: Campaign, owner: str, change: Change) -> None:
    writer, made = cast.people[owner], await present(cast, campaign)
    parts = await parts_of(made["id"])
    if change.what == "risks":
        await add_risks(writer, made, change.text)
    elif change.what == "story":
        story = made["story"].replace(change.old, change.new)
        await save_story(writer, made, StoryForm(story=story, video=made["video"], uploads=[]))
    elif change.what == "faq":
        asked = [Part(str(n), one["title"], one["text"]) for n, one in enumerate(parts["faq"])]
        await save_rows(writer, made, "faq", [*asked, Part(str(len(asked)), change.ask, change.reply)])
    elif change.what == "done":
        steps = [
            Part(str(n), one["title"], one["text"], one["month"], one["is_done"] or one["title"] == change.title)
            for n, one in enumerate(parts["timeline"])
        ]
        await save_rows(writer, made, "timeline", steps)
