"""HEAD answers what GET would, without the body: link previewers and monitors ask that way."""

from typing import Any

from litestar.types import ASGIApp, Message, Receive, Send

ASKED_AS_HEAD = "zhizao.head"


class HeadAsGet:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)  # type: ignore[typeddict-item]

        await self.app({**scope, "method": "GET", ASKED_AS_HEAD: True}, receive, without_body)  # type: ignore[arg-type]
