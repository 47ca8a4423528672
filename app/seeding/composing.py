"""Made-up ideas and people in any number: words put together so that they read like something and can be searched for."""

from dataclasses import dataclass
from functools import cache
from random import Random

import msgspec

from app.seeding.reading import FOLDER


class Words(msgspec.Struct):
    where: list[str]
    how: list[str]
    what: list[str]
    with_: list[str] = msgspec.field(name="with")
    title: list[str]
    why: list[str]
    so: list[str]
    surnames: str
    given: str


@dataclass(frozen=True, slots=True)
class Wording:
    title: str
    summary: str
    body: str
    tags: tuple[str, ...] = ()


@cache
def _words() -> Words:
    return msgspec.toml.decode((FOLDER / "words.toml").read_bytes(), type=Words)


def compose(random: Random) -> Wording:
    words = _words()
    parts = {name: random.choice(getattr(words, field)) for name, field in PARTS.items()}
    title, why, so = (random.choice(texts).format(**parts) for texts in (words.title, words.why, words.so))
    tags = tuple(parts[name] for name, share in TAGGED.items() if random.random() < share)
    return Wording(title, "{how}{what}，{with}。".format(**parts), f"{why}\n\n{so}", tags)


TAGGED = {"what": 0.7, "where": 0.4}  # what becomes a tag, and how often
PARTS = {"where": "where", "how": "how", "what": "what", "with": "with_"}


def compose_name(random: Random) -> str:
    """Two or three characters; namesakes happen, as in life."""
    words = _words()
    at = random.randrange(0, len(words.given) - 1, 2)
    given = words.given[at : at + 2]
    return random.choice(words.surnames) + (given if random.random() < 0.75 else given[0])
