"""Cards of ideas as each viewer sees them: whether the own vote is in, and the count that this one may see."""

from collections.abc import Callable, Collection, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup

from app.accounts.alike import Choosing, Particulars, place
from app.accounts.viewer import Viewer
from ideas.voting.queries import votes_of
from ideas.voting.rules import votes_shown

# Stands for the own votes on a page that is rendered for all.
ANYBODYS: frozenset[int] = frozenset({-1})
_VOTER, _AUTHOR, _OTHER = range(3)


def by_vote(idea: Mapping[str, Any], voted: Collection[int], viewer: Any, caller: Callable[[int | None, bool], Markup]) -> Markup:
    """For templates: `{% call(votes, mine) by_vote(idea, voted, viewer) %}` shows a card, with its count and the own vote.

    On a page for all it is there once for whoever voted, once for its author, once for everybody else.
    """
    if voted is not ANYBODYS:
        mine = idea["id"] in voted
        return caller(votes_shown(idea, mine, viewer), mine)
    author = SimpleNamespace(id=idea["author"])
    return place(
        (idea["id"], idea["author"]),
        caller(votes_shown(idea, True), True),
        caller(votes_shown(idea, False, author), False),
        caller(votes_shown(idea, False), False),
    )


async def _choose(viewer: Viewer, places: Sequence[Particulars]) -> list[int]:
    voted = await votes_of(viewer, (idea for idea, _ in places))
    return [_VOTER if idea in voted else _AUTHOR if author == viewer.id else _OTHER for idea, author in places]


OWN_VOTES = Choosing({"voted": ANYBODYS}, _choose)
