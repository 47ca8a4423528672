"""The end of every way of signing in: a new session, what was begun finished, and on to where it is seen."""

from litestar import Request
from litestar.response import Response

from app.accounts.intents.actions import finish_begun
from app.accounts.intents.kinds import Done, Intent
from app.accounts.intents.queries import intent_key, waiting_for
from app.accounts.sessions import give_cookie, start_session
from app.accounts.viewer import Viewer, find_member
from app.accounts.visitors import visitor_token
from app.foundation.i18n import N_
from app.web.pages import go
from app.web.paths import own_path

WELCOME = N_("登录好了。大家看到的名字是“%(name)s”，在“我的”里可以改。")


async def arrive(
    request: Request, viewer: Viewer, member: int, *, next_path: str = "/", intent: str = "", second_factor: bool = False,
    is_new: bool = False,
) -> Response:  # fmt: skip
    """`viewer` is who looked until now, `intent` the key that was carried through signing in."""
    token = await start_session(
        member, agent=request.headers.get("user-agent", ""), instead_of=viewer.session, second_factor=second_factor
    )
    arrived = await find_member(member)
    visitor = visitor_token(request)
    ended = await finish_begun(arrived, key=intent, visitor=visitor)
    response = await _onward(arrived, ended, next_path, keeps_cookies=bool(visitor), is_new=is_new)
    give_cookie(response, token)
    return response


async def _onward(
    arrived: Viewer, ended: list[tuple[Intent, Done | None]], next_path: str, *, keeps_cookies: bool, is_new: bool
) -> Response:
    """To what was done, with a sentence. Where cookies are forgotten that sentence stands on a page of its own."""
    if ended:
        intent, done = ended[0]
        if done and done.onward:
            return go(done.url, done.sentence, **done.params)
        if done and keeps_cookies and not is_new and len(ended) == 1:
            return go(done.url, done.sentence, **done.params)
        return go(f"/intents/{intent.public_id}?key={intent_key(intent.public_id)}")
    to = own_path(next_path)
    if to == "/" and await waiting_for(arrived):
        return go("/intents")
    return go(to, WELCOME, name=arrived.name) if is_new else go(to)
