"""What people would pay as a page shows it: the falling stair, a dot for each answer, and how far to trust them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log
from typing import Any

from app.foundation.i18n import N_, translate
from app.foundation.money import Money
from app.web.charts import Bar, Chart, anchored, band_path, step_path
from app.web.formats import number
from ideas.insights.demand import Demand, Step, demand
from ideas.insights.rules import FEW, ROUGH
from ideas.insights.showing import TALL, up_ticks

MOST_DOTS = 24


@dataclass(frozen=True, slots=True)
class Asked:
    """What people would pay, for one currency: the curve, the dots, the sentence beside it, and how far to trust it."""

    currency: str
    said: Demand
    chart: Chart | None
    stacks: list[dict[str, Any]]
    each: int
    is_rough: bool

    @property
    def best(self) -> Money | None:
        return Money(self.said.best.price, self.currency) if self.said.best else None

    @property
    def median(self) -> Money:
        return Money(self.said.median, self.currency)

    @property
    def of_a_hundred(self) -> int:
        return round(100 * self.said.best.share) if self.said.best else 0

    @property
    def comes_in(self) -> Money | None:
        """Of a hundred who were asked, at the best price."""
        return Money(self.said.best.price * self.of_a_hundred, self.currency) if self.said.best else None


def asked(currency: str, answers: Sequence[tuple[int, int]]) -> Asked:
    said = demand(answers)
    enough = said.answers >= FEW
    most = max((n for _, n in answers), default=0)
    stacks = [
        {"word": str(Money(price, currency)) if price else translate(N_("不会买")), "n": n,
         "strong": said.best is not None and price == said.best.price}
        for price, n in sorted(answers)
    ]  # fmt: skip
    chart = _curve(said, currency) if enough and said.steps else None
    return Asked(currency, said, chart, stacks if enough else [], max(1, ceil(most / MOST_DOTS)), said.answers < ROUGH)


def _curve(said: Demand, currency: str) -> Chart:
    """Prices stand by their ratios (twice as dear is always as far), as people name them: 19, 39, 69, 129."""
    low, high = said.steps[0].price / 1.7, said.steps[-1].price * 1.12
    at = {step.price: log(step.price / low) / log(high / low) for step in said.steps}
    chart = Chart(
        translate(N_("每个价位还有多少人愿意买")), _says(said, currency), TALL,
        line=step_path([(at[step.price], step.share) for step in said.steps], TALL),
        band=band_path([(at[step.price], step.low, step.high) for step in said.steps], TALL),
        up=up_ticks([0, 0.25, 0.5, 0.75, 1], TALL, lambda tick: f"{tick:.0%}"),
    )  # fmt: skip
    last = -99.0
    for step in said.steps:
        x = at[step.price] * 100
        if x - last >= 11:
            chart.across.append(anchored(x, str(Money(step.price, currency))))
            last = x
    if said.best:
        chart.point = _point(said.best, at[said.best.price], currency)
    chart.head = [translate(word) for word in (N_("价格"), N_("愿意买的人"), N_("占回答的人"), N_("每百人合计"))]
    chart.rows = [
        [str(Money(step.price, currency)), number(step.buyers), f"{step.share:.0%} ({step.low:.0%}–{step.high:.0%})",
         str(Money(round(step.price * step.share * 100), currency))]
        for step in said.steps
    ]  # fmt: skip
    return chart


def _point(best: Step, x: float, currency: str) -> Bar:
    return Bar(round(x * 100, 2), 0, round(TALL * (1 - best.share), 1), 0, f"{Money(best.price, currency)} · {best.share:.0%}")


def _says(said: Demand, currency: str) -> str:
    first = translate(N_("%(n)s 人回答。"), n=number(said.answers))
    if said.best is None:
        return first
    return first + translate(
        N_("定价 %(price)s 时收入最高，有 %(share)s 的人还愿意买。"), price=Money(said.best.price, currency),
        share=f"{said.best.share:.0%}",
    )  # fmt: skip
