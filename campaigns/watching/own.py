"""The places of a campaign's page that differ among those who have nothing else of their own on it."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from markupsafe import Markup

from app.accounts.alike import Choosing, Everybody, Particulars, place
from app.accounts.viewer import Viewer
from app.foundation.i18n import language, zone
from app.web.pages import render
from campaigns.watching.ties import Ties

BOX, GOING = "campaigns/reserving/_box.html", "campaigns/reserving/_going.html"
# Whose page is rendered for all who are signed in: a member who has nothing to do with anything.
SOMEBODY = Viewer(id=-1)
_FOLLOWING, _RESERVATION, _GOING, _RESERVING = range(4)
MOST_KEPT = 2048


class _SeenBy(Everybody):
    is_staff = False  # staff gets a page of its own


def following(follow: Mapping[str, Any], caller: Callable[[dict[str, Any]], Markup]) -> Markup:
    """For templates: the button with the viewer's own following."""
    return caller(dict(follow))


def reservation(reservations: Mapping[str, Any], caller: Callable[[dict[str, Any]], Markup]) -> Markup:
    """For templates: the box with the viewer's own reservation."""
    return caller(dict(reservations))


def going(mine: Mapping[str, Any] | None, caller: Callable[[Mapping[str, Any] | None], Markup]) -> Markup:
    """For templates: the way on for whoever had reserved a tier."""
    return caller(mine)


def reserving(reservations: Mapping[str, Any], caller: Callable[[bool], Markup]) -> Markup:
    """For templates: whether the viewer has reserved."""
    return caller(reservations["mine"] is not None)


def _both_followings(follow: Mapping[str, Any], caller: Callable[[dict[str, Any]], Markup]) -> Markup:
    return place((_FOLLOWING,), caller({**follow, "is_on": False}), caller({**follow, "is_on": True}))


def _no_reservation(reservations: Mapping[str, Any], caller: Callable[[dict[str, Any]], Markup]) -> Markup:
    """Of those there are too many kinds: whoever has one gets it rendered, or as it was rendered for another alike."""
    return place((_RESERVATION,), caller({**reservations, "mine": None}))


def _nobody_going(mine: Any, caller: Callable[[None], Markup]) -> Markup:
    return place((_GOING,), caller(None))


def _both_reservings(reservations: Any, caller: Callable[[bool], Markup]) -> Markup:
    return place((_RESERVING,), caller(False), caller(True))


FOR_ONE: dict[str, Any] = {
    "own_following": following,
    "own_reservation": reservation,
    "own_going": going,
    "own_reserving": reserving,
}
_FOR_ALL: dict[str, Any] = {
    "own_following": _both_followings,
    "own_reservation": _no_reservation,
    "own_going": _nobody_going,
    "own_reserving": _both_reservings,
}

_boxes: OrderedDict[tuple[Any, ...], bytes] = OrderedDict()


def _rendered(template: str, ties: Ties, shown: dict[str, Any]) -> bytes:
    """Kept as long as what it is made of stays the same."""
    reservations = shown["reservations"]
    key = (
        template, ties.campaign, ties.tier, ties.tier_title, ties.quantity, reservations.get("count"), shown["is_open"],
        shown["campaign"]["opens_at"],
        tuple((tier["public_id"], tier["title"], tier["price"]) for tier in reservations.get("tiers", ())),
        language.get(), zone.get().key,
    )  # fmt: skip
    known = _boxes.get(key)
    if known is None:
        context = shown | {"reservations": {**reservations, "mine": ties.reservation}, "mine": ties.reservation}
        known = _boxes[key] = render(template, **context).encode()
        while len(_boxes) > MOST_KEPT:
            _boxes.popitem(last=False)
    return known


async def _choose(
    ties: Ties, shown: Callable[[], dict[str, Any]], viewer: Viewer, places: Sequence[Particulars]
) -> Sequence[int | bytes]:
    def chosen(what: int) -> int | bytes:
        if what == _FOLLOWING:
            return int(ties.follows)
        if what == _RESERVING:
            return int(ties.reserved)
        return _rendered(BOX if what == _RESERVATION else GOING, ties, shown()) if ties.reserved else 0

    return [chosen(what) for what, *_ in places]


def own_places(ties: Ties, shown: Callable[[], dict[str, Any]]) -> Choosing:
    """`shown` answers what the kept page was made of, as far as a reservation's box shows it."""
    sort = "supporter" if ties.is_supporter else "member"
    return Choosing(_FOR_ALL, partial(_choose, ties, shown), asked_as=SOMEBODY, seen_by=_SeenBy(), sort=sort)
