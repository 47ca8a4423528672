"""Pure parts of the lists: which there are, what each is ordered by, and the keys that pages begin after."""

from dataclasses import dataclass
from datetime import UTC, datetime

from app.foundation.i18n import N_
from ideas.finding.rules import Key, read_key, written

PAGE = 24
# How a listing says where its campaign stands; what is suspended stands in no list.
STAGES = ("coming", "live", "succeeded", "made", "ended")
NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # begins_at of a campaign whose bell isn't set
SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class List:
    """`where` is written out, so that the planner sees the partial index that holds it; `moment` depends on the clock."""

    word: str
    column: str
    where: str
    descending: bool = True
    moment: str = "true"

    @property
    def order(self) -> str:
        way = "desc" if self.descending else "asc"
        return f"l.{self.column} {way}, l.public_id {way}"


LISTS: dict[str, List] = {
    "loved": List(
        N_("最受喜爱"), "loved", "l.stage in ('live', 'coming')", moment="(l.stage = 'coming' or l.deadline > app_now())"
    ),
    "ending": List(
        N_("快截止"), "deadline", "l.stage = 'live'", descending=False,
        moment=f"l.deadline > app_now() and l.deadline <= app_now() + interval '{SOON_DAYS} days'",
    ),
    "newest": List(N_("刚上线"), "launched_at", "l.stage = 'live'", moment="l.deadline > app_now()"),
    "coming": List(N_("即将开始"), "begins_at", "l.stage = 'coming'", descending=False),
    "late": List(
        N_("可以补筹"), "late_at", "l.late_at is not null",
        moment="l.late_at <= app_now() and (l.late_until is null or l.late_until > app_now())",
    ),
    "succeeded": List(N_("已达标"), "ended_at", "l.stage in ('succeeded', 'made')"),
    "made": List(N_("已交付"), "ended_at", "l.stage = 'made'"),
    "all": List(N_("全部"), "listed_at", "true"),
}  # fmt: skip
FIRST = "loved"
# What older addresses called it.
ALSO = {"live": "newest"}


def list_named(asked: str, searching: bool = False) -> str:
    """What an address can't mean falls back to the first list; a search looks through all of them."""
    name = ALSO.get(asked, asked)
    return name if name in LISTS else "all" if searching else FIRST


def key_of(name: str, text: str) -> Key | None:
    """None for what is no key of ours: such an address shows the first page."""
    return read_key("best" if LISTS[name].column == "loved" else "newest", text)


def key_at(name: str, value: float | datetime, public_id: str) -> str:
    return written(Key(value, public_id))


def category_mark(category: str) -> str:
    return f"/{category}"


def brand_mark(public_id: str) -> str:
    return f"@{public_id}"


def currency_mark(currency: str) -> str:
    return f"${currency}"
