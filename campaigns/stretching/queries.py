"""A campaign's stretch goals, with what each unlocks and how far it is."""

from typing import Any

from app.foundation.database import row, rows
from app.foundation.i18n import N_, ngettext, translate
from app.foundation.money import Money
from app.foundation.refusals import NotFound
from app.web.formats import number, percent
from campaigns.queries import numbers_of
from campaigns.rules import Numbers
from campaigns.stretching.rules import BY_AMOUNT, is_lit, missing

_GOALS = """select g.*, i.title as item_title, i.kind as item_kind,
  array(select t.public_id from stretch_tier s join tier t on t.id = s.tier where s.goal = g.id
    order by t.position, t.id) as tiers,
  array(select t.title from stretch_tier s join tier t on t.id = s.tier where s.goal = g.id and not t.secret
    order by t.position, t.id) as tier_titles
  from stretch_goal g left join item i on i.id = g.item"""


async def goals_of(campaign: int) -> list[dict[str, Any]]:
    """The nearest first, amounts before people."""
    return await rows(f"{_GOALS} where g.campaign = {{}} order by g.by, g.target, g.id", campaign)


async def goal_of(campaign: int, public_id: str) -> dict[str, Any]:
    found = await row(f"{_GOALS} where g.campaign = {{}} and g.public_id = {{}}", campaign, public_id)
    if found is None:
        raise NotFound
    return found


async def stretch_of(campaign: dict[str, Any], numbers: Numbers | None = None) -> list[dict[str, Any]]:
    """As the page shows them: lit or not, in words how far, which share of the way."""
    goals = await goals_of(campaign["id"])
    if not goals:
        return []
    numbers = numbers or (await numbers_of([campaign]))[campaign["id"]]
    return [_shown(goal, campaign, numbers) for goal in goals]


def _shown(goal: dict[str, Any], campaign: dict[str, Any], numbers: Numbers) -> dict[str, Any]:
    currency = campaign["currency"]
    there = numbers.pledged if goal["by"] == BY_AMOUNT else numbers.backers
    return goal | {
        "is_lit": is_lit(goal, numbers),
        "is_decided": goal["reached"] is not None,
        "reach": reach_words(goal, currency),
        "standing": _standing(goal, numbers, currency),
        "percent": min(percent(there, goal["target"]), 100),
    }


def reach_words(goal: dict[str, Any], currency: str) -> str:
    """认筹到 ¥30,000 / 满 500 人支持."""
    if goal["by"] == BY_AMOUNT:
        return translate(N_("认筹到 %(amount)s"), amount=Money(goal["target"], currency))
    return ngettext("满 %(n)s 人支持", "满 %(n)s 人支持", goal["target"]) % {"n": number(goal["target"])}


def _standing(goal: dict[str, Any], numbers: Numbers, currency: str) -> str:
    if goal["reached"] is not None:
        return translate(N_("解锁了")) if goal["reached"] else translate(N_("到截止时没有到"))
    lacks = missing(goal, numbers)
    if not lacks:
        return translate(N_("到了，截止时还在就算数"))
    if goal["by"] == BY_AMOUNT:
        return translate(N_("还差 %(missing)s"), missing=Money(lacks, currency))
    return ngettext("还差 %(n)s 人", "还差 %(n)s 人", lacks) % {"n": number(lacks)}


async def stretch_context(campaign: dict[str, Any], numbers: Numbers) -> dict[str, Any]:
    """For the page and its fresh numbers: the goals, and those by amount as marks on the ruler."""
    stretch = await stretch_of(campaign, numbers)
    return {"stretch": stretch, "marks": ruler_marks(stretch, campaign)}


def ruler_marks(goals: list[dict[str, Any]], campaign: dict[str, Any]) -> list[dict[str, Any]]:
    """With their amounts; only those further than the goal, which stands there itself."""
    if not campaign["goal"]:
        return []
    return [
        {"percent": percent(goal["target"], campaign["goal"]), "label": str(Money(goal["target"], campaign["currency"]))}
        for goal in goals
        if goal["by"] == BY_AMOUNT and goal["target"] > campaign["goal"]
    ]
