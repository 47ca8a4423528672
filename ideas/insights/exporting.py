"""What a brand may take away: its ideas, days and prices, a thousand rows at a time. Of people only the names all can read."""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.accounts.queries import people
from app.foundation.database import rows
from app.foundation.i18n import N_, gettext, translate, zone
from app.foundation.money import Money
from app.settings import settings
from ideas.insights.counting import Scope
from ideas.insights.demand import demand
from ideas.insights.figures import ANSWERED, SHOWN, days_of
from ideas.insights.rules import FEW
from ideas.insights.spreadsheets import Batches, Cell
from ideas.reviewing.rules import OUTCOME_WORDS, reason_word
from ideas.rules import STATE_WORDS

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to take away: its name, its head, its rows as they are read."""

    name: str
    head: list[str]
    batches: Batches


def sheet_of(kind: str, scope: Scope) -> Sheet:
    name, head, batches = {
        "ideas": (N_("创意"), IDEAS_HEAD, _ideas), "days": (N_("每天"), DAYS_HEAD, _days),
        "prices": (N_("愿付价"), PRICES_HEAD, _prices),
    }[kind]  # fmt: skip
    return Sheet(translate(name), [translate(word) for word in head], batches(scope))


IDEAS_HEAD = [
    N_("编号"), N_("征集"), N_("标题"), N_("一句话"), N_("状态"), N_("有效票"), N_("标签"), N_("作者"),
    N_("共创"), N_("发布时间"), N_("结论"), N_("理由"),
    N_("评语"), N_("愿付价回答"), N_("愿付价中位数"), N_("收入最高的价"), N_("货币"), N_("链接"),
]  # fmt: skip


async def _ideas(scope: Scope) -> AsyncIterator[list[Sequence[Cell]]]:
    """By keys, so that no transaction stays open while a slow connection reads."""
    last = 0
    while True:
        found = await rows(
            f"""select i.id, i.public_id, c.title as challenge, i.title, i.summary, i.state, i.vote_count, i.tags, i.author,
              i.published_at, v.outcome, v.reason_code, v.sentence
            from idea i join challenge c on c.id = i.challenge left join verdict v on v.idea = i.id
            where i.challenge = any({{}}::bigint[]) and {SHOWN} and i.id > {{}} order by i.id limit {{}}""",
            list(scope.challenges), last, BATCH,
        )  # fmt: skip
        if not found:
            return
        yield await _idea_rows(found)
        last = found[-1]["id"]


async def _idea_rows(found: list[dict[str, Any]]) -> list[Sequence[Cell]]:
    ids = [one["id"] for one in found]
    parts: dict[int, list[int]] = defaultdict(list)
    for one in await rows("select idea, member from contribution where idea = any({}::bigint[]) order by id", ids):
        if one["member"] not in parts[one["idea"]]:
            parts[one["idea"]].append(one["member"])
    known = await people([*(one["author"] for one in found), *(member for of in parts.values() for member in of)])
    prices = await _prices_by_idea(ids)
    return [
        [
            one["public_id"], one["challenge"], one["title"], one["summary"], gettext(STATE_WORDS[one["state"]]),
            one["vote_count"],
            " ".join(f"#{tag}" for tag in one["tags"]), known[one["author"]].name,
            translate(N_("、")).join(known[member].name for member in parts[one["id"]]),
            f"{one['published_at'].astimezone(zone.get()):%Y-%m-%d %H:%M}",
            gettext(OUTCOME_WORDS.get(one["outcome"], "")) if one["outcome"] else "",
            gettext(word) if (word := reason_word(one["outcome"] or "", one["reason_code"] or "")) else "", one["sentence"] or "",
            *_priced(prices.get(one["id"])), f"{settings.public_url}/ideas/{one['public_id']}",
        ]
        for one in found
    ]  # fmt: skip


async def _prices_by_idea(ids: list[int]) -> dict[int, tuple[str, list[tuple[int, int]]]]:
    """The currency with most answers, and what they were."""
    found = await rows(
        f"""with mine as (select id from idea where id = any({{}}::bigint[]))
        select mine.id, a.currency, a.amount, count(*)::int as n {ANSWERED} where a.amount is not null group by 1, 2, 3""",
        ids,
    )
    by_idea: dict[int, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for one in found:
        by_idea[one["id"]][one["currency"]].append((one["amount"], one["n"]))
    return {idea: max(of.items(), key=lambda pair: sum(n for _, n in pair[1])) for idea, of in by_idea.items()}


def _major(amount: int, currency: str) -> float:
    major: Decimal = Money(amount, currency).major
    return float(major)


def _priced(said: tuple[str, list[tuple[int, int]]] | None) -> list[Cell]:
    """Of too few nothing but that some answered."""
    if said is None:
        return [0, None, None, ""]
    currency, answers = said
    found = demand(answers)
    if found.answers < FEW:
        return [translate(N_("不足 %(n)s 人"), n=FEW), None, None, currency]
    best = _major(found.best.price, currency) if found.best else None
    return [found.answers, _major(found.median, currency), best, currency]


DAYS_HEAD = [N_("日期"), N_("创意"), N_("有效票"), N_("第一次来投票的人"), N_("改进")]


async def _days(scope: Scope) -> AsyncIterator[list[Sequence[Cell]]]:
    yield [
        [one.day.isoformat(), one.ideas, one.votes, one.voters, one.improvements]
        for one in await days_of(list(scope.challenges), scope.zone)
    ]


PRICES_HEAD = [
    N_("编号"),
    N_("标题"),
    N_("货币"),
    N_("价格"),
    N_("选它的人"),
    N_("这个价还愿意买的人"),
    N_("回答的人"),
    N_("占回答的人"),
]


async def _prices(scope: Scope) -> AsyncIterator[list[Sequence[Cell]]]:
    """A row for each idea and price; ideas with too few answers are left out."""
    last = 0
    while True:
        found = await rows(
            f"""select i.id, i.public_id, i.title from idea i where i.challenge = any({{}}::bigint[]) and {SHOWN} and i.id > {{}}
            and exists (select 1 from price_answer a where a.idea = i.id) order by i.id limit {{}}""",
            list(scope.challenges), last, BATCH,
        )  # fmt: skip
        if not found:
            return
        prices = await _prices_by_idea([one["id"] for one in found])
        yield [row for one in found if one["id"] in prices for row in _price_rows(one, *prices[one["id"]])]
        last = found[-1]["id"]


def _price_rows(idea: dict[str, Any], currency: str, answers: list[tuple[int, int]]) -> list[Sequence[Cell]]:
    said, named = demand(answers), dict(answers)
    if said.answers < FEW:
        return []
    refused: list[Sequence[Cell]] = []
    if 0 in named:
        refused = [[idea["public_id"], idea["title"], currency, 0, named[0], None, said.answers, None]]
    return refused + [
        [idea["public_id"], idea["title"], currency, _major(step.price, currency), named[step.price], step.buyers, said.answers,
         round(step.share, 4)]
        for step in said.steps
    ]  # fmt: skip
