"""Sharing a commit: what many ask for while one batch is being written is written together as the next."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context
from typing import Generic, TypeVar

from app.foundation.database import engine

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Gathering(Generic[Asked, Answer]):
    """Each is answered after the commit that holds it. Inside a transaction one is written at once, as part of it."""

    def __init__(self, write: Callable[[list[Asked]], Awaitable[list[Answer]]], most: int = 256) -> None:
        self.write, self.most = write, most
        self.waiting: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self.writing: asyncio.Task[None] | None = None

    async def __call__(self, asked: Asked) -> Answer:
        if engine().current_transaction.get() is not None:
            return (await self.write([asked]))[0]
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answer] = loop.create_future()
        self.waiting.append((asked, future))
        if self.writing is None or self.writing.done():
            # A context of its own: nothing of whoever happened to come first belongs to the batch.
            self.writing = loop.create_task(self._write_waiting(), context=Context())
        return await future

    async def _write_waiting(self) -> None:
        while self.waiting:
            batch, self.waiting = self.waiting[: self.most], self.waiting[self.most :]
            try:
                answers = await self.write([asked for asked, _ in batch])
            except Exception as error:
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
                continue
            for (_, future), answer in zip(batch, answers, strict=True):
                if not future.done():
                    future.set_result(answer)
