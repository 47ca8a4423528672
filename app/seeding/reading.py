"""The small world's texts, read from app/seeding/texts: people, brands, calls, ideas, campaigns. Days count from today."""

from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import msgspec

FOLDER = Path(__file__).with_name("texts")
T = TypeVar("T")


class Person(msgspec.Struct):
    key: str
    name: str
    bio: str = ""
    lang: str = "zh-Hans"
    zone: str = "Asia/Shanghai"


class Brand(msgspec.Struct):
    key: str
    name: str
    owner: str
    story: str
    lang: str = "zh-Hans"
    team: dict[str, str] = {}


class Challenge(msgspec.Struct):
    key: str
    brand: str
    title: str
    brief: str
    opens: float
    ends: float
    lang: str = "zh-Hans"


class Verdict(msgspec.Struct):
    outcome: str
    reason: str
    on: float
    sentence: str


class Idea(msgspec.Struct):
    key: str
    author: str
    title: str
    summary: str
    body: str
    drawn: list[str]
    posted: float
    votes: int
    lang: str = "zh-Hans"
    review: float | None = None
    verdict: Verdict | None = None
    challenge: str = ""  # by the file it stands in
    tags: list[str] = []
    fades: float | None = None  # the day from which on nobody votes for it any more


class Tier(msgspec.Struct):
    title: str
    description: str
    price: Decimal
    items: list[tuple[str, str]]
    shipping: Decimal = Decimal(0)
    freights: list[Decimal] = []  # by zone, where they differ
    cap: int | None = None
    per_backer: int = 10
    pledges: dict[str, int] = {}
    pieces: int = 1
    add_on: bool = False
    price_is_open: bool = False
    usual_price: Decimal | None = None
    closes: float | None = None
    secret: bool = False
    only_for: str = "everyone"


class Thing(msgspec.Struct):
    """Something with variants; tiers name it."""

    title: str
    kind: str = "physical"
    choice: str = ""
    variants: list[str] = []
    skus: list[str] = []


class Zone(msgspec.Struct):
    title: str
    countries: list[str]


class Stretch(msgspec.Struct):
    """`into`: titles of the tiers that the thing comes into."""

    title: str
    by: str
    target: Decimal
    text: str = ""
    item: str = ""
    kind: str = "physical"
    into: list[str] = []


class Pledge(msgspec.Struct):
    by: str
    tier: int
    method: str
    outcome: str = "pays"


class Campaign(msgspec.Struct):
    key: str
    idea: str
    currency: str
    goal: str
    title: str
    summary: str
    story: str
    made: float
    deadline: float
    deliver_months: int
    tier: list[Tier]
    submitted: float | None = None
    approved: float | None = None
    live: float | None = None
    lang: str = "zh-Hans"
    pledge: list[Pledge] = []
    thing: list[Thing] = []
    zone: list[Zone] = []
    stretch: list[Stretch] = []


class Home(msgspec.Struct):
    country: str
    region: str
    city: str
    line1: str
    postcode: str
    phone: str


class Line(msgspec.Struct):
    by: str
    on: float
    text: str
    key: str = ""
    to: str = ""
    likes: dict[str, int] = {}
    pinned_by: str = ""


class Talk(msgspec.Struct):
    """`about`: the kind of what is talked about and its key."""

    about: str
    line: list[Line]


def _read(name: str, key: str, type_: type[T]) -> list[T]:
    raw: dict[str, list[Any]] = msgspec.toml.decode((FOLDER / f"{name}.toml").read_bytes())
    return msgspec.convert(raw[key], list[type_], strict=False)  # type: ignore[valid-type]


def people() -> list[Person]:
    return _read("people", "person", Person)


def brands() -> list[Brand]:
    return _read("brands", "brand", Brand)


def challenges() -> list[Challenge]:
    return _read("brands", "challenge", Challenge)


def ideas() -> list[Idea]:
    """A file holds the ideas for the call of its name; "free" those that nobody called for."""
    found = []
    for path in sorted((FOLDER / "ideas").glob("*.toml")):
        for idea in _read(f"ideas/{path.stem}", "idea", Idea):
            idea.challenge = "" if path.stem == "free" else path.stem
            found.append(idea)
    return found


def campaigns() -> list[Campaign]:
    return _read("campaigns", "campaign", Campaign)


def talks() -> list[Talk]:
    return _read("talks", "talk", Talk)


def homes() -> list[Home]:
    return _read("homes", "home", Home)
