"""What pictures of ideas and challenges say."""

from typing import Any

from babel.dates import format_skeleton

from app.accounts.queries import person
from app.accounts.viewer import ANONYMOUS
from app.foundation.i18n import N_, locale, ngettext, translate, zone
from app.sharing.passing_on import Preview, preview, said
from app.sharing.showing import Shown, station_names
from app.site.profile import site
from app.web.formats import left, short_number
from app.web.markdown import render_markdown
from ideas.challenges.queries import ChallengeView, challenge_by_public_id
from ideas.queries import idea_by_public_id, takes_votes
from ideas.rules import STATE_WORDS, station
from ideas.voting.rules import votes_shown

STAGES = {"won": "fund", "campaigned": "fund", "made": "hand"}
ENDED = ("declined", "expired", "merged")


async def public_idea(idea_id: str) -> tuple[dict[str, Any], str]:
    """An idea that everybody may see, and its author's name."""
    idea = await idea_by_public_id(ANONYMOUS, idea_id)
    return idea, (await person(idea["author"])).name


def show_idea(idea: dict[str, Any], author: str) -> Shown:
    """In the present language."""
    votes, open_ = votes_shown(idea, voted=False), takes_votes(idea)
    state = translate(STATE_WORDS[idea["state"]])
    rest = left(idea["challenge_deadline"], idea["now"]) if open_ and idea["challenge_deadline"] else ""
    return Shown(
        kind="idea",
        lang="",
        stage=STAGES.get(idea["state"], "idea"),
        title=idea["title"],
        site=site().door,
        eyebrow=idea["challenge_title"] or (state if not open_ else ""),
        byline=" · ".join(one for one in (translate(N_("%(name)s提出"), name=author), rest or ("" if open_ else state)) if one),
        summary=idea["summary"] or render_markdown(idea["body"]).striptags()[:160],
        picture=idea["cover"],
        seal=(short_number(votes), ngettext("票", "票", votes)) if votes else (translate(N_("投票")), ""),
        at=station(idea["state"]),
        ended=idea["state"] in ENDED,
        stations=station_names(),
        invitation=translate(N_("长按或扫码，投它一票") if open_ else N_("长按或扫码，看它走到了哪里")),
    )


def idea_preview(idea: dict[str, Any], author: str) -> Preview:
    return preview(f"ideas/{idea['public_id']}", said(lambda: show_idea(idea, author), idea["lang"]))


async def public_challenge(challenge_id: str) -> ChallengeView:
    return await challenge_by_public_id(ANONYMOUS, challenge_id)


def show_challenge(challenge: ChallengeView) -> Shown:
    """In the present language."""
    is_over, is_ahead = challenge.phase == "ended", challenge.phase == "upcoming"
    moment = challenge.opens_at if is_ahead else challenge.deadline
    day = format_skeleton("MMMd", moment.astimezone(zone.get()), locale=locale())
    count = ngettext("已有 %(n)s 个创意", "已有 %(n)s 个创意", challenge.ideas) % {"n": short_number(challenge.ideas)}
    return Shown(
        kind="challenge",
        lang="",
        stage="idea",
        title=challenge.title,
        site=site().door,
        eyebrow=translate(N_("%(brand)s征集创意"), brand=challenge.brand_name),
        summary=render_markdown(challenge.brief).striptags()[:160],
        logo=challenge.brand_logo,
        facts=(count, translate(N_("已截止")) if is_over else left(moment, challenge.now)),
        stamp=(
            (translate(N_("开始") if is_ahead else N_("截止")), 0.2),
            (day, 0.42),
            (translate(N_("已截止")) if is_over else left(moment, challenge.now), 0.24),
            (count if challenge.ideas else translate(N_("等第一个创意")), 0.2),
        ),
        at="vote" if challenge.ideas else "idea",
        stations=station_names(),
        invitation=translate(N_("长按或扫码，看大家的创意") if is_over else N_("长按或扫码，说出你的创意")),
    )


def challenge_preview(challenge: ChallengeView) -> Preview:
    return preview(f"challenges/{challenge.public_id}", said(lambda: show_challenge(challenge), challenge.lang))
