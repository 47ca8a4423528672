"""The vote log to take away: a challenge's for everybody once its voting is over, for its brand and staff at any time."""

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response, Stream

from app.accounts.guards import anyone, staff
from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.foundation.database import rows
from app.foundation.i18n import N_, translate
from app.foundation.refusals import Refusal
from app.settings import settings
from app.support.staff_desk import staff_page
from ideas.challenges.queries import ChallengeView, challenge_by_public_id, desk_challenge
from ideas.voting.log import written_log
from ideas.voting.queries import is_over

NOT_YET = N_("投票结束以后，大家都能下载投票记录，自己数一遍。")


def _file(challenge: int | None, what: str, name: str) -> Stream:
    headers = {
        "Content-Disposition": f'attachment; filename="votes-{name}.csv"',
        "X-Robots-Tag": "noindex",
        "Cache-Control": "no-store",
    }
    return Stream(written_log(challenge, what, settings.public_url), media_type="text/csv; charset=utf-8", headers=headers)


def _of(challenge: ChallengeView) -> Stream:
    return _file(challenge.id, challenge.title, challenge.public_id)


@get("/challenges/{challenge_id:str}/votes.csv", guards=[anyone])
async def public_log(viewer: Viewer, challenge_id: FromPath[str]) -> Response:
    challenge = await challenge_by_public_id(viewer, challenge_id)
    if not viewer.is_staff and not await is_over(challenge.id):
        raise Refusal(NOT_YET)
    return _of(challenge)


@get("/brands/{brand_id:str}/studio/challenges/{challenge_id:str}/votes.csv", guards=[team()])
async def desk_log(desk: Desk, challenge_id: FromPath[str]) -> Response:
    return _of(await desk_challenge(desk.brand, challenge_id))


@get("/staff/votes/log", guards=[staff])
async def list_logs(request: Request) -> Response:
    """Where staff takes them from: the open floor's, and every challenge's."""
    found = await rows(
        """select c.public_id, c.title, c.lang, c.deadline, b.public_id as brand_id, b.name as brand from challenge c
        join brand b on b.id = c.brand where c.published_at is not null order by c.deadline desc limit 200"""
    )
    return await staff_page(request, "ideas/voting/logs.html", challenges=found)


@get("/staff/votes/log/open-floor.csv", guards=[staff])
async def open_floor_log() -> Response:
    return _file(None, translate(N_("自由提案")), "open-floor")


@get("/staff/votes/log/{challenge_id:str}", guards=[staff])
async def staff_log(viewer: Viewer, challenge_id: FromPath[str]) -> Response:
    return _of(await challenge_by_public_id(viewer, challenge_id.removesuffix(".csv")))


ROUTES = [public_log, desk_log, list_logs, open_floor_log, staff_log]
