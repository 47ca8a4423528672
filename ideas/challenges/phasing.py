"""Pure rules of phases: they follow each other, each has doors that make sense where it stands, none lasts for ever."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal

FOR_FANS = frozenset({"propose", "improve", "vote"})
AFTER_IDEAS = frozenset({"improve", "vote", "jury"})
MOST_PHASES = 12
SHORTEST = timedelta(hours=1)
LONGEST = timedelta(days=400)
JUST_PASSED = timedelta(minutes=2)

OVER = N_("征集已经结束，不能再改。")
FIXED = N_("已经有人参加了，这个阶段的规则不能再改；时间只能往后延，说明可以补。")


@dataclass(frozen=True, slots=True)
class Plan:
    """A phase as it is planned: `key` is its name in the form, `was` the place it has among those saved (0: a new one)."""

    key: str
    doors: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    title: str = ""
    note: str = ""
    who: str = "everyone"
    account_days: int = 0
    most_ideas: int | None = None
    budget: int | None = None
    least_votes: int = 0
    counts: str = "shown"
    was: int = 0

    @property
    def is_for_fans(self) -> bool:
        return not FOR_FANS.isdisjoint(self.doors)

    def rules(self) -> tuple[object, ...]:
        """What nobody changes under those who have taken part."""
        return (
            self.title, frozenset(self.doors), self.who, self.account_days, self.most_ideas, self.budget, self.least_votes,
            self.counts,
        )  # fmt: skip


def without_idle_rules(plan: Plan) -> Plan:
    """Rules of doors that it hasn't got say nothing."""
    if "vote" not in plan.doors:
        plan = replace(plan, budget=None, least_votes=0, counts="shown")
    if "propose" not in plan.doors:
        plan = replace(plan, most_ideas=None)
    if not plan.is_for_fans:
        plan = replace(plan, who="everyone", account_days=0)
    return plan


def opens_at(plans: Sequence[Plan]) -> datetime:
    return plans[0].starts_at


def deadline(plans: Sequence[Plan]) -> datetime:
    """The end of the last phase in which fans do something."""
    return max(plan.ends_at for plan in plans if plan.is_for_fans)


def answer_due_at(plans: Sequence[Plan], answer_days: int) -> datetime:
    """So many days after the last phase that isn't there for showing results."""
    return max(plan.ends_at for plan in plans if set(plan.doors) != {"result"}) + timedelta(days=answer_days)


def faults(plans: Sequence[Plan], now: datetime, *, moved: bool = True) -> list[Refusal]:
    """All that is wrong with these phases, each at its place. `moved`: dates that have passed are wrong too."""
    if not plans:
        return [Refusal(N_("至少要有一个阶段。"), field="phases")]
    found = [*_faults_of_times(plans, now if moved else None), *_faults_of_doors(plans), *_faults_of_votes(plans)]
    if len(plans) > MOST_PHASES:
        found.insert(0, too_many())
    return found


def too_many() -> Refusal:
    return Refusal(N_("最多 %(most)s 个阶段，请合并几个。"), field="phases", most=MOST_PHASES)


def _faults_of_times(plans: Sequence[Plan], now: datetime | None) -> Iterator[Refusal]:
    before: Plan | None = None
    for plan in plans:
        if plan.ends_at <= plan.starts_at:
            yield Refusal(N_("结束时间要晚于开始时间。"), field=f"{plan.key}-ends")
        elif now is not None and plan.ends_at <= now and not plan.was:
            yield Refusal(N_("这个阶段的时间已经过去了，请选以后的时间。"), field=f"{plan.key}-ends")
        elif plan.ends_at - plan.starts_at < SHORTEST:
            yield Refusal(N_("一个阶段至少 1 小时。"), field=f"{plan.key}-ends")
        if before is not None and plan.starts_at < before.ends_at:
            yield Refusal(N_("和上一个阶段重叠了：晚一点开始，或者把上一个阶段改短。"), field=f"{plan.key}-starts")
        before = plan
    if plans[-1].ends_at - (now or plans[0].starts_at) > LONGEST:
        yield Refusal(N_("整个征集最长 400 天，请改短一些。"), field=f"{plans[-1].key}-ends")


def _faults_of_doors(plans: Sequence[Plan]) -> Iterator[Refusal]:
    opened: set[str] = set()
    for plan in plans:
        doors, field = set(plan.doors), f"{plan.key}-doors"
        earlier = opened
        opened = opened | doors
        if not doors:
            yield Refusal(N_("选一下这个阶段能做什么。"), field=field)
        elif "result" in doors and (len(doors) > 1 or plan is not plans[-1]):
            yield Refusal(N_("公布结果要单独一个阶段，放在最后。"), field=field)
        elif "jury" in earlier and doors & FOR_FANS:
            yield Refusal(N_("评审开始以后，不能再提案、改进或投票：把评审放到后面。"), field=field)
        elif "propose" not in opened and doors & AFTER_IDEAS:
            yield Refusal(N_("这时还没有创意：把提案放在前面。"), field=field)
    if opened and "propose" not in opened:
        yield Refusal(N_("至少要有一个阶段收创意。"), field="phases")


def _faults_of_votes(plans: Sequence[Plan]) -> Iterator[Refusal]:
    for plan in plans:
        if plan.budget is not None and plan.least_votes > plan.budget:
            yield Refusal(N_("最少票数比每人的票数还多，谁的票都算不上。"), field=f"{plan.key}-least_votes")


def needs_titles(plans: Sequence[Plan]) -> list[str]:
    """Keys of phases that nobody could tell apart: several take ideas, and these have no name."""
    taking = [plan for plan in plans if "propose" in plan.doors]
    return [plan.key for plan in taking if not plan.title] if len(taking) > 1 else []


def changes_refused(old: Sequence[Plan], new: Sequence[Plan], now: datetime, *, answered: bool) -> list[Refusal]:
    """What of this may not be changed any more. `old` are those saved, in their order."""
    if now >= old[-1].ends_at:
        return [Refusal(OVER)]
    kept = {plan.was: plan for plan in new if plan.was}
    found = []
    for place, before in enumerate(old, start=1):
        after = kept.get(place)
        found += _changes_refused_of(before, after, now, answered) if after or answered or before.starts_at <= now else []
    begun = len(old) if answered else sum(before.starts_at <= now for before in old)
    if [plan.was for plan in new[:begun]] != list(range(1, begun + 1)) and not found:
        found.append(Refusal(N_("已经开始的阶段要留在原来的位置，新阶段加在后面。"), field="phases"))
    for plan in new:
        if not plan.was and plan.is_for_fans and answered and now >= deadline(old):
            found.append(Refusal(N_("提案和投票都截止了，只能再加评审或公布。"), field=f"{plan.key}-doors"))
        if not plan.was and plan.starts_at < now - JUST_PASSED:
            found.append(Refusal(N_("新阶段不能从过去开始。"), field=f"{plan.key}-starts"))
    return found


def _changes_refused_of(before: Plan, after: Plan | None, now: datetime, answered: bool) -> list[Refusal]:
    is_past, is_begun = before.ends_at <= now, before.starts_at <= now
    if after is None:
        sentence = N_("已经有人参加了，原来的阶段不能去掉。") if answered else N_("已经开始的阶段不能去掉。")
        return [Refusal(sentence, field="phases")]
    times = (after.starts_at, after.ends_at) == (before.starts_at, before.ends_at)
    if is_past and (not times or after.rules() != before.rules()):
        return [Refusal(N_("这个阶段已经结束，不能再改。"), field=f"{after.key}-ends")]
    if is_begun and after.starts_at != before.starts_at:
        return [Refusal(N_("这个阶段已经开始，开始时间不能再改。"), field=f"{after.key}-starts")]
    if is_begun and not is_past and after.ends_at <= now:
        return [Refusal(N_("正在进行的阶段不能改到过去结束。"), field=f"{after.key}-ends")]
    if not answered:
        return []
    found = [] if after.rules() == before.rules() else [Refusal(FIXED, field=f"{after.key}-doors")]
    if after.ends_at < before.ends_at:
        found.append(Refusal(N_("已经有人参加了，结束时间只能往后延。"), field=f"{after.key}-ends"))
    if after.starts_at < before.starts_at:
        found.append(Refusal(N_("已经有人参加了，开始时间只能往后延。"), field=f"{after.key}-starts"))
    return found
