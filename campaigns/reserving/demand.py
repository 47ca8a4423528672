"""What a brand sees of its reservations: how many want what, since when, from where; sums of rows, nobody by name."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.foundation.database import row, rows, value
from app.foundation.i18n import N_, translate
from app.foundation.lately import Lately
from app.web.charts import Bar, Chart, Tick, anchored, area_path, columns, day_ticks, line_path, nice_ticks
from app.web.formats import day as written_day
from app.web.formats import number, short_number

FEW_DAYS, HEIGHT = 45, 140
MOST_SOURCES = 8
LONGEST = 120  # days that a chart goes back
OWN, MEMBERS, OTHERS = "", "·", "…"
SOURCES = {OWN: N_("自己来的"), MEMBERS: N_("成员分享的链接"), OTHERS: N_("其他来路")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One tier and how many want it; `share`: of its cap, in percent, where it has one."""

    title: str
    people: int
    pieces: int
    cap: int | None
    price: int | None

    @property
    def share(self) -> int | None:
        return self.pieces * 100 // self.cap if self.cap else None


@dataclass(slots=True)
class Demand:
    people: int = 0
    pieces: int = 0
    worth: int = 0
    voters: int | None = None
    lately: int = 0
    tiers: list[Wanted] = field(default_factory=list)
    days: list[tuple[date, int]] = field(default_factory=list)
    refs: list[tuple[str, int]] = field(default_factory=list)

    def sources(self) -> list[dict[str, Any]]:
        most = max((n for _, n in self.refs), default=1)
        return [
            {"word": translate(SOURCES[ref]) if ref in SOURCES else ref, "share": n * 100 / most, "figure": number(n)}
            for ref, n in self.refs
        ]

    def chart(self) -> Chart:
        return chart_of(self.days)


async def demand_of(campaign: dict[str, Any]) -> Demand:
    return await _lately((campaign["id"], campaign["idea"], campaign["brand_zone"]))


async def _demand(of: tuple[int, int | None, str]) -> Demand:
    campaign, idea, brand_zone = of
    found = Demand(tiers=await _tiers(campaign), days=await _days(campaign, brand_zone), refs=await _refs(campaign))
    found.people = sum(one.people for one in found.tiers)
    found.pieces = sum(one.pieces for one in found.tiers if one.price is not None)
    found.worth = sum(one.pieces * one.price for one in found.tiers if one.price is not None)
    found.voters = await _voters(campaign, idea) if idea is not None else None
    found.lately = await value(
        "select count(*) from reservation where campaign = {} and created_at > app_now() - interval '1 day'", campaign
    )
    return found


# Half a million rows are summed at most twice a minute, however often a desk is looked at.
_lately = Lately(_demand, seconds=30)


async def _tiers(campaign: int) -> list[Wanted]:
    """All that can be reserved, also where nobody did; then those who have not chosen yet."""
    found = await rows(
        """select t.title, t.cap, t.price, coalesce(r.people, 0) as people, coalesce(r.pieces, 0)::bigint as pieces
        from (select tier, count(*) as people, sum(quantity) as pieces from reservation where campaign = {} group by tier) r
        full join (select * from tier where campaign = {} and not secret and not is_add_on) t on t.id = r.tier
        order by t.id is null, t.position, t.price, t.id""",
        campaign, campaign,
    )  # fmt: skip
    return [Wanted(one["title"] or "", one["people"], one["pieces"], one["cap"], one["price"]) for one in found]


async def _days(campaign: int, brand_zone: str) -> list[tuple[date, int]]:
    """Each day of the brand's clock since the first reservation, those without one too."""
    found = await rows(
        f"""with each_day as (
          select (created_at at time zone {{}})::date as day, count(*) as n from reservation where campaign = {{}} group by 1),
        span as (select greatest(min(day), (app_now() at time zone {{}})::date - {LONGEST}) as first,
          (app_now() at time zone {{}})::date as last from each_day)
        select d::date as day, coalesce(e.n, 0) as n from span, generate_series(first, last, interval '1 day') d
        left join each_day e on e.day = d::date order by 1""",
        brand_zone, campaign, brand_zone, brand_zone,
    )  # fmt: skip
    return [(one["day"], one["n"]) for one in found]


async def _refs(campaign: int) -> list[tuple[str, int]]:
    """Members' own links are one source; beyond the first few the rest is one too."""
    found = await rows(
        f"""select case when s.code is not null then '{MEMBERS}' else r.ref end as source, sum(r.n)::bigint as n
        from (select ref, count(*) as n from reservation where campaign = {{}} group by ref) r
        left join share_code s on s.code = r.ref group by 1 order by 2 desc, 1""",
        campaign,
    )
    first, rest = found[:MOST_SOURCES], found[MOST_SOURCES:]
    return [(one["source"], one["n"]) for one in first] + ([(OTHERS, sum(one["n"] for one in rest))] if rest else [])


async def _voters(campaign: int, idea: int) -> int:
    """How many of them voted for the idea."""
    found = await row(
        """select count(*) as n from reservation r join vote v on v.member = r.member and v.idea = {} and v.state = 'counted'
        where r.campaign = {}""",
        idea, campaign,
    )  # fmt: skip
    return found["n"] if found else 0


def chart_of(days: list[tuple[date, int]]) -> Chart:
    values = [n for _, n in days]
    word = translate(N_("每天的预约"))
    if not any(values):
        return Chart(word, "", HEIGHT, is_empty=True)
    ticks = nice_ticks(max(values), 3)
    most = max(range(len(days)), key=lambda at: values[at])
    says = translate(
        N_("%(first)s到%(last)s一共 %(total)s；最多的是%(day)s，%(most)s。"), first=written_day(days[0][0]),
        last=written_day(days[-1][0]), total=number(sum(values)), day=written_day(days[most][0]), most=number(values[most]),
    )  # fmt: skip
    chart = Chart(word, says, HEIGHT, number(sum(values)))
    chart.up = [Tick(round(HEIGHT * (1 - tick / ticks[-1]), 1), short_number(int(tick))) for tick in ticks]
    first, count = days[0][0], len(days)
    chart.across = [
        anchored(((at - first).days + 0.5) * 100 / count, f"{at.month}/{at.day}") for at in day_ticks(first, days[-1][0])
    ]
    if count <= FEW_DAYS:
        chart.bars = [
            Bar(bar.x, bar.width, bar.y, bar.height, f"{at.month}/{at.day} {number(n)}")
            for bar, (at, n) in zip(columns(values, ticks[-1], HEIGHT), days, strict=True)
        ]
    else:
        shares = [n / ticks[-1] for n in values]
        chart.line, chart.area = line_path(shares, HEIGHT), area_path(shares, HEIGHT)
    chart.head = [translate(N_("日子")), word]
    chart.rows = [[written_day(at), number(n)] for at, n in reversed(days)]
    return chart
