"""Challenges as everybody sees them: the public board, and each one's page with its phases and its ideas."""

from dataclasses import replace
from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone
from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.community.following.queries import follow_of
from app.foundation.i18n import N_, translate
from app.web.pages import page
from ideas.challenges.changes import changes_of
from ideas.challenges.queries import ChallengeView, challenge_by_public_id, challenges_in, phases_of
from ideas.challenges.showing import actions_of, has_winners, steps_of, themes_of
from ideas.challenges.taking_part import barrier_for
from ideas.challenges.wording import share_said
from ideas.finding.fresh import with_fresh
from ideas.finding.queries import find_ideas
from ideas.finding.routes import address, order_links, wanted_list
from ideas.ladder.queries import rungs_of
from ideas.reviewing.answering import answers_of
from ideas.sharing.showing import challenge_preview
from ideas.talked import thread_below_challenge
from ideas.voting.queries import is_over, rules_for, votes_of

PHASES = {"open": N_("进行中"), "closing": N_("快截止了"), "ended": N_("已截止")}


@get("/challenges", guards=[anyone])
async def list_challenges(request: Request) -> Response:
    asked = request.query_params.get("phase", "")
    phase = asked if asked in PHASES else "open"
    links = [
        {"href": "/challenges" + (f"?phase={one}" if one != "open" else ""), "word": translate(word), "is_current": one == phase}
        for one, word in PHASES.items()
    ]
    return await page(
        request, "ideas/challenges/index.html", shared_for=1, phase=phase, phases=links, challenges=await challenges_in(phase)
    )


@get(["/challenges/{challenge_id:str}", "/challenges/{challenge_id:str}/{tail:str}"], guards=[anyone])
async def show_challenge(request: Request, viewer: Viewer, challenge_id: FromPath[str]) -> Response:
    challenge = await challenge_by_public_id(viewer, challenge_id)
    context = await show_context(request, viewer, challenge)
    context["thread"] = await thread_below_challenge(viewer, challenge)
    return await page(request, "ideas/challenges/show.html", shared_for=1, **context)


async def show_context(request: Request, viewer: Viewer, challenge: ChallengeView) -> dict[str, Any]:
    """All that a challenge's page shows, for the page itself and for a draft's preview."""
    phases = await phases_of(challenge.id)
    asked = {name: request.query_params.get(name, "")[:120] for name in ("order", "theme", "after", "before")}
    themes = await themes_of(challenge, phases)
    theme = next((one for one in themes if str(one["position"]) == asked["theme"]), None)
    wanted = wanted_list({"order": "rising"} | {name: text for name, text in asked.items() if text} | _keys(asked), challenge)
    wanted = replace(wanted, phase=theme["id"] if theme else None)
    found = await with_fresh(wanted, await find_ideas(wanted))
    present = next((one for one in phases if one.starts_at <= challenge.now < one.ends_at), None)
    return {
        "challenge": challenge, "wanted": wanted, "found": found, "themes": _theme_links(challenge, themes, theme),
        "steps": steps_of(phases, challenge, challenge.now), "changes": await changes_of(challenge.id),
        "actions": actions_of(challenge, present, has_winners=await has_winners(challenge.id)),
        "share": share_said(challenge.share_percent), "barrier": await barrier_for(viewer, challenge, present),
        "authors": await people(one["author"] for one in found.ideas),
        "voted": await votes_of(viewer, [one["id"] for one in found.ideas]),
        "orders": order_links(challenge.url, asked, wanted),
        "newer": _page(challenge.url, asked, before=found.newer), "older": _page(challenge.url, asked, after=found.older),
        "follow": await follow_of(viewer, "challenge", challenge.id, challenge.public_id),
        "card": challenge_preview(challenge), "voting": await rules_for(viewer, challenge.id),
        "votes_over": await is_over(challenge.id), "rungs": await rungs_of(challenge.id),
        "answers": await answers_of(challenge.id),
    }  # fmt: skip


def _theme_links(challenge: ChallengeView, themes: list[dict[str, Any]], chosen: dict[str, Any] | None) -> list[dict[str, Any]]:
    if not themes:
        return []
    every = {"href": f"{challenge.url}#ideas", "word": translate(N_("全部主题")), "is_current": chosen is None}
    return [every] + [
        {
            "href": f"{challenge.url}?theme={one['position']}#ideas", "word": one["name"], "count": one["n"],
            "is_current": one is chosen,
        }
        for one in themes
    ]  # fmt: skip


def _keys(asked: dict[str, str]) -> dict[str, str]:
    return {"after": asked["after"], "before": asked["before"]}


def _page(path: str, asked: dict[str, str], **key: str) -> str:
    return address(path, asked, **key) + "#ideas" if any(key.values()) else ""


ROUTES = [list_challenges, show_challenge]
