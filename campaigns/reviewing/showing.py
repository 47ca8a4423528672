"""What was handed in, section by section, as staff reads it: how it stands, what changed since last time, what was asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.accounts.queries import Person, people
from app.foundation.differing import Paragraph, around_changes, difference, is_same
from campaigns.reviewing.rounds import Note, Round
from campaigns.sections.queries import all_texts
from campaigns.sections.rules import SECTIONS, Section
from campaigns.sections.texts import WORDS, Texts

UNDECIDED = ""
_MEMBER = re.compile(r"^@([0-9]+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    word: str
    text: str
    told: list[Paragraph | int]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """`note` is what was asked for the time before; `fields` are those in which something stands."""

    section: Section
    fields: list[Field]
    note: Note | None

    @property
    def is_changed(self) -> bool:
        return any(field.told for field in self.fields)


async def reviewed_sections(campaign: dict[str, Any], rounds: list[Round]) -> list[Reviewed]:
    """The present texts, beside those of the last round that was decided."""
    texts = await all_texts(campaign)
    before = next((one for one in rounds if one.outcome not in (UNDECIDED, "taken_back")), None)
    known = await people(_members(texts) | (_members(before.texts) if before else set()))
    return [
        Reviewed(
            section,
            [
                _field(name, texts[key], before.texts.get(key, {}) if before else None, known)
                for name in texts[key]
                if name in WORDS
            ],
            before.notes.get(key) if before else None,
        )
        for key, section in SECTIONS.items()
    ]


def _members(texts: Texts) -> set[int]:
    return {int(one) for one in _MEMBER.findall(texts.get("team", {}).get("team", ""))}


def _named(text: str, known: Mapping[int, Person]) -> str:
    return _MEMBER.sub(lambda found: known[int(found[1])].name, text)


def _field(name: str, texts: Mapping[str, str], before: Mapping[str, str] | None, known: Mapping[int, Person]) -> Field:
    text = _named(texts[name], known)
    old = text if before is None or name == "cover" else _named(before.get(name, ""), known)
    told = difference(old, text)
    return Field(name, WORDS[name], text, [] if is_same(told) else list(around_changes(told)))
