"""The busiest change of all, answered before the framework is asked: a member's press of the seal, sent by htmx.

Session and vote are one statement, shared by all who press in that moment. Only what is plain is answered here. Whatever else
comes (a session that ended or wants prolonging, a refusal, rules of a challenge, a form that says more) goes on to the route,
which has all the sentences; there the vote is asked for anew, and a vote asked for twice counts once.
tests/ideas/test_pressing.py holds both answers beside each other.
"""

import re
from typing import Any

from litestar.types import ASGIApp, Message, Receive, Send

from app.accounts.viewer import SESSION_COOKIE, speak, token_hash
from app.foundation.gathering import Gathering
from app.foundation.ids import ALPHABET
from app.foundation.planned import planned_rows
from app.papers.actions import declare_age
from app.web.security import header
from app.web.visit import cookie, first_ref
from ideas.voting.actions import as_pressed
from ideas.voting.answering import seal
from ideas.voting.rules import refusal
from ideas.voting.statements import CAST_BY_SESSION

_PATH = re.compile(f"/ideas/([{ALPHABET}]{{6,12}})/vote")
_PLACES = {b"": "", b"place=": "", b"place=bar": "bar"}
_LONGEST = max(map(len, _PLACES))
_HEADERS = [(b"content-type", b"text/html; charset=utf-8"), (b"vary", b"HX-Request"), (b"cache-control", b"no-store")]

Asked = tuple[str, bytes, str]


async def _write(asked: list[Asked]) -> list[dict[str, Any]]:
    public_ids, hashes, refs = zip(*asked, strict=True)
    return await planned_rows(CAST_BY_SESSION, list(public_ids), list(hashes), list(refs))


_cast = Gathering(_write)


class Shortcut:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        idea_id, token = _pressed(scope)
        if not idea_id or not token:
            await self.app(scope, receive, send)
            return
        sent = await _read(receive)
        body = await _answer(scope, idea_id, token, _place(sent))
        if body is None:
            await self.app(scope, _once_more(sent, receive), send)
            return
        headers = [*_HEADERS, (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})


def _pressed(scope: Any) -> tuple[str, str]:
    """The idea and the session's token, or nothing for every other request."""
    if scope["type"] != "http" or scope["method"] != "POST" or header(scope, b"hx-request") != "true" or scope["query_string"]:
        return "", ""
    path = _PATH.fullmatch(scope["path"])
    return (path[1], cookie(scope, SESSION_COOKIE)) if path else ("", "")


async def _answer(scope: Any, idea_id: str, token: str, place: str | None) -> bytes | None:
    """The seal; None where this isn't the way."""
    if place is None:
        return None
    found = await _cast((idea_id, token_hash(token), first_ref(scope)))
    if not _is_plain(found):
        return None
    await declare_age(found["member"], "vote")
    speak(scope, found["lang"])
    return seal(idea_id, as_pressed(found, voted=True), voted=True, place=place).encode()


def _is_plain(found: dict[str, Any]) -> bool:
    if found["member"] is None or found["is_long_ago"] or found["has_rules"] or not found["was_votable"]:
        return False
    return refusal(
        found=True, is_own=found["is_own"], state=found["state"], begun=found["begun"], is_open=found["is_open"],
        too_many=found["too_many"],
    ) is None  # fmt: skip


async def _read(receive: Receive) -> list[Any]:
    """The form, as far as it can be one that the shortcut knows."""
    messages: list[Any] = [await receive()]
    while messages[-1].get("more_body", False) and sum(len(one.get("body", b"")) for one in messages) <= _LONGEST:
        messages.append(await receive())
    return messages


def _place(sent: list[Any]) -> str | None:
    """Where on the page the seal stands; None where the form is cut off or says anything else."""
    if sent[-1]["type"] != "http.request" or sent[-1].get("more_body", False):
        return None
    return _PLACES.get(b"".join(one.get("body", b"") for one in sent))


def _once_more(sent: list[Any], receive: Receive) -> Receive:
    """What was read already comes first again."""
    messages = iter(sent)

    async def replayed() -> Any:
        again: Message | None = next(messages, None)
        return again if again is not None else await receive()

    return replayed
