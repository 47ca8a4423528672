"""The results page's figures in the reader's words: parts as bars, days as a chart, sources in coarse terms."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.foundation.i18n import N_, translate
from app.foundation.money import EXPONENTS, Money
from app.web.charts import Bar, Chart, Tick, anchored, area_path, columns, day_ticks, line_path, nice_ticks
from app.web.formats import day as written_day
from app.web.formats import number, short_number
from campaigns.results.queries import Part, Results
from campaigns.results.rules import most, steps
from ideas.insights.rules import FEW, protected

TALL = 200
FEW_STEPS = 62  # so many stand as columns, more as a line
PART_WORDS = {
    "shipping": N_("运费"), "extra": N_("额外支持"), "tax": N_("税"), "duty": N_("关税"), "add_on": N_("加购项"),
    "tier": N_("档位"),
}  # fmt: skip
SOURCE_WORDS = {"own": N_("自己来的"), "member": N_("朋友分享的链接"), "link": N_("别处的链接")}


def part_name(part: Part) -> str:
    """A secret tier stays without its name."""
    if part.is_secret:
        return translate(N_("隐藏档"))
    return part.title or translate(PART_WORDS.get(part.kind, N_("其他")))


def parts_as_bars(found: Results, currency: str) -> list[dict[str, Any]]:
    top = max((one.amount for one in found.parts), default=0) or 1
    return [
        {"word": part_name(one), "share": 100 * one.amount / top, "figure": str(Money(one.amount, currency)),
         "note": translate(N_("%(n)s 份"), n=number(one.places)) if one.kind in ("tier", "add_on") else ""}
        for one in found.parts
    ]  # fmt: skip


def sources_as_bars(found: Results) -> list[dict[str, Any]]:
    told = protected(found.sources)
    top = max([1, *(n for n in told.values() if n)])
    return [
        {"word": translate(SOURCE_WORDS[key]), "share": None if n is None else 100 * n / top,
         "figure": translate(N_("不足 %(n)s 人"), n=FEW) if n is None else number(n)}
        for key in SOURCE_WORDS if key in told for n in [told[key]]
    ]  # fmt: skip


def day_chart(found: Results, campaign: dict[str, Any]) -> Chart:
    """What was pledged on each day, of all that stood at the end."""
    currency = campaign["currency"]
    zone = campaign["brand_zone"]
    first, last = (_day_there(campaign[name], zone) for name in ("launched_at", "ended_at"))
    over = steps(found.by_day, first, last)
    unit = 10 ** EXPONENTS[currency]
    ticks = nice_ticks(max(over.amounts) / unit, 4)
    top = ticks[-1] * unit
    peak = most(over.amounts)
    total = sum(over.amounts)
    says = translate(
        N_("%(first)s到%(last)s一共 %(total)s；最多的是%(day)s，%(most)s。"), first=written_day(over.days[0]),
        last=written_day(over.days[-1]), total=Money(total, currency), day=written_day(over.days[peak]),
        most=Money(over.amounts[peak], currency),
    )  # fmt: skip
    title = translate(N_("每周认筹")) if over.width == 7 else translate(N_("每天认筹"))
    chart = Chart(title, says, TALL, str(Money(total, currency)), not total)
    chart.up = [Tick(round(TALL * (1 - tick / ticks[-1]), 1), short_number(int(tick))) for tick in ticks]
    chart.across = [
        anchored(((at - over.days[0]).days / over.width + 0.5) * 100 / len(over.days), f"{at.month}/{at.day}")
        for at in day_ticks(over.days[0], over.days[-1])
        if (at - over.days[0]).days % over.width == 0 or over.width == 1
    ]
    if len(over.days) <= FEW_STEPS:
        words = [f"{at.month}/{at.day} {Money(n, currency)}" for at, n in zip(over.days, over.amounts, strict=True)]
        chart.bars = [
            Bar(bar.x, bar.width, bar.y, bar.height, said)
            for bar, said in zip(columns(over.amounts, top, TALL), words, strict=True)
        ]
    else:
        shares = [n / top for n in over.amounts]
        chart.line, chart.area = line_path(shares, TALL), area_path(shares, TALL)
    chart.head = [translate(N_("从这天起的一周")) if over.width == 7 else translate(N_("日子")), translate(N_("认筹"))]
    chart.rows = [[written_day(at), str(Money(n, currency))] for at, n in zip(over.days, over.amounts, strict=True)]
    return chart


def _day_there(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()
