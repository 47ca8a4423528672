"""What a press of the seal answers: the seal, rendered once for all who press alike, with the idea and the count put in."""

from functools import lru_cache

from app.foundation.i18n import language
from app.web.formats import number
from app.web.pages import render
from ideas.voting.actions import Pressed
from ideas.voting.queries import Standing

PLACES = ("", "bar")
# Stand in the rendered seal for what differs: no public id has such signs, and every count but 1 is declined like this one.
_ID, _MANY = "THE-IDEA", 7_777_777


def seal(public_id: str, now: Pressed | Standing, *, voted: bool, place: str = "", sentence: str = "") -> str:
    """The busiest answer of all: no look at the database, and rarely one at a template."""
    place = place if place in PLACES else ""
    if sentence or now.left is not None or now.short:
        return _rendered(public_id, now, voted, place, sentence)
    lang, shown = language.get(), now.shown
    if shown is None or shown == 1:
        return _alike(lang, shown, now.counts, voted, place).replace(_ID, public_id)
    kept = _alike(lang, _MANY, now.counts, voted, place).replace(_ID, public_id)
    return kept.replace(_many(lang), number(shown)).replace(str(_MANY), str(shown))


@lru_cache(maxsize=100)
def _alike(lang: str, shown: int | None, counts: str, voted: bool, place: str) -> str:
    return _rendered(_ID, Standing(shown, voted, counts), voted, place)


@lru_cache(maxsize=10)
def _many(lang: str) -> str:
    return number(_MANY)


def _rendered(public_id: str, now: Pressed | Standing, voted: bool, place: str, sentence: str = "") -> str:
    return render("ideas/voting/_after_vote.html", public_id=public_id, now=now, voted=voted, place=place, sentence=sentence)
