"""Who won a challenge: the ideas with their people, what the brand said, and what becomes of them."""

from dataclasses import dataclass
from typing import Any

from app.accounts.queries import Person, people
from app.foundation.database import rows
from ideas.contributing.queries import Credit, credits_of
from ideas.judging.queries import jurors_of
from ideas.queries import pictures_of
from ideas.rules import ADOPTED


@dataclass(frozen=True, slots=True)
class Winner:
    """An adopted idea as the winners' page shows it."""

    idea: dict[str, Any]
    pictures: list[dict[str, Any]]
    credits: list[Credit]


@dataclass(frozen=True, slots=True)
class Winners:
    ideas: list[Winner]
    jurors: list[int]
    people: dict[int, Person]


async def winners_of(challenge: int) -> Winners:
    """In the order of their votes, as far as these are shown."""
    found = await rows(
        """select i.id, i.public_id, i.title, i.summary, i.lang, i.author, i.state, i.cover, v.reason_code,
          case when i.counts = 'shown' then i.vote_count end as vote_count,
          v.outcome, v.sentence, v.created_at as decided_at
        from idea i join verdict v on v.idea = i.id and v.outcome = 'won'
        where i.challenge = {} and i.visibility = 'visible' and i.state = any({}) order by i.ranked_votes desc, i.id limit 60""",
        challenge, list(ADOPTED),
    )  # fmt: skip
    ideas = [Winner(one, (await pictures_of(one["id"]))[:1], await credits_of(one["id"])) for one in found]
    jurors = await jurors_of(challenge) if ideas else []
    named = {credit.member for one in ideas for credit in one.credits} | {one.idea["author"] for one in ideas} | set(jurors)
    return Winners(ideas, jurors, await people(named))
