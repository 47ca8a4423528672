"""Saving one section of a campaign's page; what is public already is noted as changed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.community.moderation.checking import check_text, refuse_words
from app.foundation.database import execute, insert, transaction
from app.foundation.i18n import N_
from app.foundation.money import Money, parse_amount
from app.foundation.refusals import Refusal
from app.media.actions import attach
from app.web.fields import Amount
from app.web.markdown import PICTURE
from campaigns.announcing.many import tell_later
from campaigns.drafting.rules import check_currency
from campaigns.revising.actions import note_changes
from campaigns.revising.rules import changes_between, is_later, team_changes
from campaigns.sections.forms import BasicsForm, FundingForm, StoryForm
from campaigns.sections.holding import Held, held_now
from campaigns.sections.naming import members_of, tell_named
from campaigns.sections.rows import Part
from campaigns.sections.rules import LEAST_STORY, check_may_change, check_seen, with_addition
from campaigns.sections.tables import CampaignPart
from campaigns.sections.texts import mark_of
from campaigns.sections.videos import read_video
from campaigns.tiers.queries import tiers_of

HIGHEST_GOAL = Amount.most


@asynccontextmanager
async def _changing(viewer: Viewer, campaign: dict[str, Any], key: str, seen: str) -> AsyncIterator[Held]:
    """Asks whether the section may change now, and notes what changed of a public one."""
    async with transaction():
        before = await held_now(campaign["id"])
        check_may_change(key, before.campaign["state"])
        check_seen(seen, mark_of(before.texts(key)))
        yield before
        if before.is_public:
            await _tell(viewer, key, before, await held_now(campaign["id"]))


async def _tell(viewer: Viewer, key: str, before: Held, after: Held) -> None:
    changes = list(changes_between(before.texts(key), after.texts(key)))
    if key == "team":
        changes += team_changes(before.parts["team"], after.parts["team"])
    await note_changes(viewer, after.campaign, changes)
    if key == "risks" and changes:
        await tell_later("page_risks", after.campaign["id"], mark_of(after.texts(key)))
    if key == "timeline" and is_later(before.parts[key], after.parts[key]):
        await tell_later("page_put_off", after.campaign["id"], mark_of(after.texts(key)))


async def _check_words(held: Held, texts: dict[str, Any]) -> None:
    """Each at its field; on a public page doubtful words also make staff look again."""
    if held.is_public:
        await check_text("campaign", held.campaign["id"], **texts)
    else:
        await refuse_words(**texts)


async def save_basics(viewer: Viewer, campaign: dict[str, Any], form: BasicsForm, cover: str, seen: str = "") -> None:
    """`cover` is a picture kept before, so that a refusal here doesn't lose it."""
    async with _changing(viewer, campaign, "basics", seen) as held:
        picture = await _attached(viewer, held.campaign["cover"], cover)
        if held.is_public and not (form.summary and picture):
            raise Refusal(N_("公开的项目要有简介和封面。"), field="" if form.summary else "summary")
        await execute(
            "update campaign set title = {}, summary = {}, cover = {}, category = {} where id = {}",
            form.title, form.summary, picture, form.category, campaign["id"],
        )  # fmt: skip
        await _check_words(held, {"title": form.title, "summary": form.summary})


async def _attached(viewer: Viewer, known: str, cover: str) -> str:
    if cover in ("", known):
        return cover
    own = await attach(viewer.id, [cover])
    return own[0] if own else known


async def save_story(viewer: Viewer, campaign: dict[str, Any], form: StoryForm, seen: str = "") -> None:
    video = read_video(form.video)
    async with _changing(viewer, campaign, "story", seen) as held:
        if held.is_public and len(form.story) < LEAST_STORY:
            raise Refusal(N_("公开的项目要有故事，至少 %(least)s 个字。"), field="story", least=LEAST_STORY)
        await attach(viewer.id, [one.split("/")[2] for one in PICTURE.findall(form.story)])
        await execute(
            "update campaign set story = {}, video = {} where id = {}", form.story, video.page if video else "", campaign["id"]
        )
        await _check_words(held, {"story": form.story})


async def save_funding(viewer: Viewer, campaign: dict[str, Any], form: FundingForm, seen: str = "") -> None:
    goal = _goal(form)
    async with _changing(viewer, campaign, "funding", seen) as held:
        priced = bool(await tiers_of(campaign["id"])) or bool(held.parts["budget"])
        check_currency(held.campaign["currency"], form.currency, priced)
        await execute(
            """update campaign set currency = {}, goal = {}, funding = {}, deadline = {},
            early_hours = case when idea is null then 0 else {} end where id = {}""",
            form.currency, goal and goal.amount, form.funding, form.deadline, form.early_hours or 0, campaign["id"],
        )  # fmt: skip


def _goal(form: FundingForm) -> Money | None:
    if not form.goal:
        return None
    goal = parse_amount(form.goal, form.currency)
    if goal is None or goal.amount <= 0:
        raise Refusal(N_("请填一个金额，例如 20000。"), field="goal")
    if goal.amount > HIGHEST_GOAL:
        raise Refusal(N_("金额最多 %(most)s。"), field="goal", most=Money(HIGHEST_GOAL, form.currency))
    return goal


async def save_risks(viewer: Viewer, campaign: dict[str, Any], risks: str, seen: str = "") -> None:
    async with _changing(viewer, campaign, "risks", seen) as held:
        if held.is_public:
            raise Refusal(N_("公开以后，写过的风险不能改，只能补充。"), field="risks")
        await execute("update campaign set risks = {} where id = {}", risks, campaign["id"])
        await _check_words(held, {"risks": risks})


async def add_risks(viewer: Viewer, campaign: dict[str, Any], addition: str, seen: str = "") -> None:
    """Every backer hears of each, so there are few in a day."""
    async with _changing(viewer, campaign, "risks", seen) as held:
        risks = with_addition(held.campaign["risks"], addition)
        await limit("risks-added", str(campaign["id"]), most=5, within=timedelta(days=1))
        await execute("update campaign set risks = {} where id = {}", risks, campaign["id"])
        await _check_words(held, {"addition": addition})


async def save_rows(viewer: Viewer, campaign: dict[str, Any], kind: str, parts: list[Part], seen: str = "") -> None:
    """A section of rows, all of it."""
    async with _changing(viewer, campaign, kind, seen) as held:
        if held.is_public and kind == "timeline" and not parts:
            raise Refusal(N_("公开的项目要有时间表，至少留一步。"))
        members = await members_of(held.campaign, parts) if kind == "team" else {}
        await execute("delete from campaign_part where campaign = {} and kind = {}", campaign["id"], kind)
        for position, part in enumerate(parts):
            await insert(
                CampaignPart, campaign=campaign["id"], kind=kind, position=position, title=part.title, text=part.text,
                month=part.month, is_done=part.is_done, amount=part.amount, member=members.get(part.member),
            )  # fmt: skip
        await _check_words(held, _texts(parts))
        if kind == "team":
            known = {one["member"] for one in held.parts["team"]}
            await tell_named(held.campaign, [one for one in members.values() if one not in known and one != viewer.id])


def _texts(parts: list[Part]) -> dict[str, str]:
    return {f"{name}-{part.key}": text for part in parts for name, text in (("title", part.title), ("text", part.text)) if text}
