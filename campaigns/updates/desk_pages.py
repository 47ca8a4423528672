"""Pages of the desk of updates: the list with the rhythm, the form, the preview."""

from typing import Any

from litestar import Request
from litestar.response import Response

from app.brands.desk import Desk
from app.brands.studio import studio_page
from app.foundation.i18n import translate
from app.media.queries import pictures as kept_pictures
from app.web.formats import input_moment
from app.web.forms import Form, blank
from campaigns.polling.queries import Poll, poll_of, with_counts
from campaigns.polling.rules import MOST_OPTIONS
from campaigns.rules import PUBLIC
from campaigns.tiers.queries import tiers_of
from campaigns.updates.audience import reach_of
from campaigns.updates.queries import desk_updates
from campaigns.updates.rules import AUDIENCES, MOST_PICTURES, RHYTHMS
from campaigns.updates.showing import rhythm_of, shown_update
from campaigns.updates.wording import AUDIENCE_NOTES, AUDIENCE_WORDS, RHYTHM_WORDS


def address(desk: Desk, campaign_id: str, below: str = "") -> str:
    return f"{desk.url}/campaigns/{campaign_id}/updates" + (f"/{below}" if below else "")


async def index_page(request: Request, desk: Desk, campaign: dict[str, Any], form: Form[Any] | None = None) -> Response:
    form = form or blank(update_days=campaign["update_days"] or "")
    return await studio_page(
        request, desk, "campaigns/updates/desk.html", status=form.status, campaign=campaign, form=form,
        updates=[shown_update(one) for one in await desk_updates(campaign["id"])], words=AUDIENCE_WORDS,
        rhythm=rhythm_of(campaign), rhythms=[(days, translate(RHYTHM_WORDS[days])) for days in RHYTHMS],
        is_public=campaign["state"] in PUBLIC,
    )  # fmt: skip


def _typed(update: dict[str, Any], poll: Poll | None) -> Form[Any]:
    """The form as it stands in the database."""
    options = poll.options if poll else ()
    return blank(
        title=update["title"], body=update["body"], pictures=list(update["pictures"]), audience=update["audience"],
        tier=update["tier_public_id"] or "", tells_title="1" if update["tells_title"] else "", based_on=update["revision"],
        question=poll.question if poll else "", ends_at=input_moment(poll.ends_at) if poll else "",
        option=[one.title for one in options], option_picture=[one.picture for one in options],
    )  # fmt: skip


def _rows(form: Form[Any]) -> list[tuple[str, str]]:
    """(title, picture) of each option's row: those typed, and empty ones up to two more."""
    titles, pictures = (form.values.get(name) or [] for name in ("option", "option_picture"))
    typed = [
        (title, picture) for title, picture in zip(titles, [*pictures, *[""] * len(titles)], strict=False) if title or picture
    ]
    return (typed + [("", "")] * max(3 - len(typed), 1))[:MOST_OPTIONS]


async def edit_page(
    request: Request, desk: Desk, campaign: dict[str, Any], update: dict[str, Any], form: Form[Any] | None = None
) -> Response:
    poll = await poll_of(update["id"])
    form = form or _typed(update, poll)
    return await studio_page(
        request, desk, "campaigns/updates/edit.html", status=form.status, campaign=campaign, update=update, form=form,
        rows=_rows(form), most_pictures=MOST_PICTURES, base=address(desk, campaign["public_id"], update["public_id"]),
        audiences=[{"value": it, "name": translate(AUDIENCE_WORDS[it]), "note": translate(AUDIENCE_NOTES[it])}
                   for it in AUDIENCES],
        tiers=[(tier["public_id"], tier["title"]) for tier in await tiers_of(campaign["id"])],
        poll=await with_counts(poll) if poll and update["number"] is not None else None,
    )  # fmt: skip


async def preview_page(
    request: Request, desk: Desk, campaign: dict[str, Any], update: dict[str, Any], form: Form[Any]
) -> Response:
    known = await kept_pictures(update["pictures"])
    return await studio_page(
        request, desk, "campaigns/updates/preview.html", status=form.status, campaign=campaign, update=update, form=form,
        pictures=[known[one] for one in update["pictures"] if one in known], poll=await poll_of(update["id"]),
        words=AUDIENCE_WORDS, reach=await reach_of(update["id"]), is_public=campaign["state"] in PUBLIC,
        base=address(desk, campaign["public_id"], update["public_id"]),
    )  # fmt: skip
