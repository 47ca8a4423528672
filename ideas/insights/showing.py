"""Figures as what a page shows: charts measured, words in the reader's language, cells of too few people withheld."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.foundation.i18n import N_, translate
from app.web.charts import (
    Bar,
    Chart,
    Tick,
    anchored,
    area_path,
    columns,
    day_ticks,
    line_path,
    marked,
    nice_ticks,
)
from app.web.formats import day as written_day
from app.web.formats import number, short_number
from ideas.insights.figures import Figures
from ideas.insights.rules import FEW, protected
from ideas.insights.series import Series

TALL, LOW = 220, 110
FEW_STEPS = 24  # so many stand as columns, more as a line
SPARSE = 12  # where no day has more, a line would only jump
MOST_SOURCES = 8

COUNTED_WORDS = {
    "votes": N_("投票"), "ideas": N_("创意"), "voters": N_("第一次来投票的人"), "improvements": N_("改进"),
}  # fmt: skip
LANG_WORDS = {"zh-Hans": N_("简体中文"), "zh-Hant": N_("繁体中文"), "en": N_("英文"), "": N_("已注销")}
TENURE_WORDS = {
    "new": N_("当天刚加入"), "month": N_("加入不到一个月"), "half": N_("加入不到半年"), "old": N_("半年以上的老成员"),
}  # fmt: skip
SOURCE_WORDS = {"": N_("自己来的"), "·": N_("成员分享的链接"), "…": N_("其他来路")}


@dataclass(frozen=True, slots=True)
class Begins:
    """A phase and the day on which it begins, by the brand's clock."""

    title: str
    on: date


def _short(at: date) -> str:
    return f"{at.month}/{at.day}"


def up_ticks(ticks: Sequence[float], height: int, word: Any) -> list[Tick]:
    return [Tick(round(height * (1 - tick / ticks[-1]), 1), word(tick)) for tick in ticks]


def time_chart(found: Series, name: str, begins: Sequence[Begins], height: int) -> Chart:
    values = found.values[name]
    word = translate(COUNTED_WORDS[name])
    ticks = nice_ticks(max(values), 4 if height == TALL else 2)
    top, count = ticks[-1], len(values)
    most = max(range(count), key=lambda at: values[at])
    says = translate(
        N_("%(first)s到%(last)s一共 %(total)s；最多的是%(day)s，%(most)s。"), first=written_day(found.steps[0]),
        last=written_day(found.steps[-1]), total=number(sum(values)), day=written_day(found.steps[most]),
        most=number(values[most]),
    )  # fmt: skip
    chart = Chart(
        word, says, height, number(sum(values)), not any(values), up=up_ticks(ticks, height, lambda tick: short_number(int(tick)))
    )
    chart.across = [
        anchored(((at - found.steps[0]).days / found.width + 0.5) * 100 / count, _short(at))
        for at in day_ticks(found.steps[0], found.steps[-1], 6 if height == TALL else 4)
    ]
    inside = [(found.share(one.on) * 100, one.title) for one in begins if 0 < found.share(one.on) < 1]
    chart.marks = marked(inside)
    if count <= FEW_STEPS or max(values) <= SPARSE:
        words = [f"{_short(at)} {number(n)}" for at, n in zip(found.steps, values, strict=True)]
        chart.bars = [
            Bar(bar.x, bar.width, bar.y, bar.height, said) for bar, said in zip(columns(values, top, height), words, strict=True)
        ]
    else:
        shares = [n / top for n in values]
        chart.line, chart.area = line_path(shares, height), area_path(shares, height)
    chart.head = [translate(N_("从这天起的一周")) if found.width == 7 else translate(N_("日子")), word]
    chart.rows = [[written_day(at), number(n)] for at, n in zip(reversed(found.steps), reversed(values), strict=True)]
    return chart


@dataclass(slots=True)
class Shown:
    """Everything that the page, the report and its print say."""

    figures: Figures
    by: str
    charts: dict[str, Chart] = field(default_factory=dict)
    funnel: list[dict[str, Any]] = field(default_factory=list)
    people: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    most_asked: float = 0

    @property
    def stats(self) -> list[tuple[str, str, str]]:
        found = self.figures
        return [
            (translate(N_("创意")), number(found.ideas), translate(N_("%(n)s 位作者"), n=number(found.authors))),
            (translate(N_("有效票")), number(found.votes), translate(N_("%(n)s 人投"), n=number(found.voters))),
            (translate(N_("改进")), number(found.improvements), translate(N_("%(n)s 人提"), n=number(found.improvers))),
            (translate(N_("说了愿付价")), number(sum(n for said in found.prices.values() for _, n in said)), ""),
        ]


def shown(found: Figures, over: Series, begins: Sequence[Begins]) -> Shown:
    out = Shown(found, "week" if over.width == 7 else "day")
    out.charts = {name: time_chart(over, name, begins, TALL if name == "votes" else LOW) for name in COUNTED_WORDS}
    out.funnel = _funnel(found)
    out.people = {
        "tenure": _rows(found.people.get("tenure", {}), TENURE_WORDS, list(TENURE_WORDS)),
        "source": _rows(_few_sources(found.people.get("source", {})), SOURCE_WORDS),
        "lang": _rows(found.people.get("lang", {}), LANG_WORDS),
    }
    out.most_asked = max((one.votes for one in found.phrases), default=0)
    return out


def _funnel(found: Figures) -> list[dict[str, Any]]:
    """From looking to paying; the first counts browsers, the others members."""
    steps = [
        (N_("打开过链接"), found.opened, N_("浏览器")), (N_("投了票"), found.voters, N_("人")),
        (N_("提了改进"), found.improvers, N_("人")), (N_("提了创意"), found.authors, N_("人")),
        (N_("以前支持过众筹"), found.backers, N_("人")),
    ]  # fmt: skip
    most = max(1, *(n for _, n, _ in steps))
    return [
        {"word": translate(word), "share": None if (few := 0 < n < FEW and word == steps[-1][0]) else 100 * n / most,
         "figure": _too_few() if few else number(n), "note": translate(unit), "strong": word == steps[1][0]}
        for word, n, unit in steps
    ]  # fmt: skip


def _too_few() -> str:
    return translate(N_("不足 %(n)s 人"), n=FEW)


def _few_sources(found: dict[str, int]) -> dict[str, int]:
    """The most frequent by name; the long tail, and what too few came by, together."""
    named = sorted((ref for ref in found if ref not in ("", "·")), key=lambda ref: (-found[ref], ref))
    kept = {ref for ref in named[:MOST_SOURCES] if found[ref] >= FEW}
    out = {ref: n for ref, n in found.items() if ref in kept or ref in ("", "·")}
    rest = sum(n for ref, n in found.items() if ref not in out)
    return out | ({"…": rest} if rest else {})


def _rows(cells: dict[str, int], words: dict[str, str], order: Sequence[str] = ()) -> list[dict[str, Any]]:
    told = protected(cells)
    most = max([1, *(n for n in told.values() if n)])
    keys = [key for key in order if key in told] or sorted(told, key=lambda key: (-(cells[key]), key))
    return [
        {"word": translate(words[key]) if key in words else key, "share": None if (n := told[key]) is None else 100 * n / most,
         "figure": _too_few() if n is None else number(n)}
        for key in keys
    ]  # fmt: skip
