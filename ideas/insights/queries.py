"""What voters are asked about a price and what they answered; answers count as long as their vote does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.foundation.database import row, rows
from app.foundation.money import Money
from app.settings import settings
from ideas.insights.rules import ASKED_WHILE, offered

# An answer `a` counts while its vote does: what is withdrawn, moved or in quarantine says nothing about demand.
ANSWER_COUNTS = "exists (select 1 from vote v where v.idea = a.idea and v.member = a.member and v.state = 'counted')"


@dataclass(frozen=True, slots=True)
class Question:
    """The prices to choose from, and what the viewer said so far (None too where they would rather not say)."""

    amounts: list[int]
    currency: str
    asks: bool = True
    answered: bool = False
    answer: Money | None = None
    is_open: bool = True

    @property
    def prices(self) -> list[Money]:
        return [Money(amount, self.currency) for amount in self.amounts]


def _question(found: dict[str, Any] | None) -> Question:
    if found is None or found["currency"] is None:
        return Question(list(offered(settings.currency)), settings.currency)
    return Question(found["amounts"], found["currency"], found["asks"])


async def question_of(challenge: int | None) -> Question:
    """A challenge's, or the house's; the open floor is asked the house's."""
    return _question(await row("select asks, currency, amounts from price_question where challenge = {}", challenge))


async def question_to(viewer: Viewer, idea: dict[str, Any]) -> Question | None:
    """For the idea's page; None for those who are never asked: strangers, its author, and where the brand doesn't ask.

    Whoever has answered sees it, and may take it back, also when nothing is asked any more.
    """
    if not viewer.is_signed_in or idea["author"] == viewer.id:
        return None
    found = await row(
        """select q.asks, q.currency, q.amounts, a.idea is not null as answered, a.amount, a.currency as said_in
        from (values (1)) one left join price_question q on q.challenge = {}
          left join price_answer a on a.idea = {} and a.member = {}""",
        idea["challenge"], idea["id"], viewer.id,
    )  # fmt: skip
    assert found is not None
    asked = _question(found)
    is_open = asked.asks and idea["state"] in ASKED_WHILE and idea["visibility"] == "visible"
    said = Money(found["amount"], found["said_in"]) if found["amount"] is not None else None
    if not is_open and said is None:
        return None
    return Question(asked.amounts, asked.currency, asked.asks, found["answered"], said, is_open)


async def currency_of(idea: int) -> str:
    """In which its voters are asked."""
    found = await row("select q.currency from idea i join price_question q on q.challenge = i.challenge where i.id = {}", idea)
    return found["currency"] if found else settings.currency


async def prices_of(idea: int) -> list[tuple[int, int]]:
    """Prices in minor units of `currency_of`, rising, and how many voters named each; 0: those who would not buy it."""
    found = await rows(
        f"""select a.amount, count(*)::int as n from price_answer a
        where a.idea = {{}} and a.amount is not null and a.currency = {{}} and {ANSWER_COUNTS} group by 1 order by 1""",
        idea, await currency_of(idea),
    )  # fmt: skip
    return [(one["amount"], one["n"]) for one in found]


async def prices_in(challenges: Sequence[int], public_id: str) -> dict[str, list[tuple[int, int]]]:
    """Of one idea in these challenges, by currency."""
    found = await rows(
        f"""select a.currency, a.amount, count(*)::int as n from idea i join price_answer a on a.idea = i.id
        where i.public_id = {{}} and i.challenge = any({{}}::bigint[]) and a.amount is not null and {ANSWER_COUNTS}
        group by 1, 2 order by 1, 2""",
        public_id, list(challenges),
    )  # fmt: skip
    by_currency: dict[str, list[tuple[int, int]]] = {}
    for one in found:
        by_currency.setdefault(one["currency"], []).append((one["amount"], one["n"]))
    return by_currency


async def exports_of(brand: int, challenge: int, limit: int = 5) -> list[dict[str, Any]]:
    """The last, with who it was."""
    found = await rows(
        """select actor, kind, format, created_at from insight_export where brand = {} and challenge = {}
        order by id desc limit {}""",
        brand, challenge, limit,
    )  # fmt: skip
    known = await people(one["actor"] for one in found)
    return [one | {"name": known[one["actor"]].name} for one in found]
