"""Starts every process, brings back what dies, and leaves none behind however it ends itself."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from app.running.child import birth
from app.running.terminal import say
from app.settings import ROOT

GRACE = 8.0
FIRST_PAUSE, LONGEST_PAUSE, STEADY_AFTER = 0.2, 5.0, 10.0


@dataclass
class Child:
    """One process to keep alive."""

    name: str
    command: list[str]
    stop_signal: signal.Signals = signal.SIGTERM
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ, PYTHONUNBUFFERED="1"))
    folder: str = str(ROOT)
    birth: Callable[[], None] = field(default_factory=lambda: birth(dies_by=signal.SIGKILL))
    prepare: Callable[[], object] = lambda: None  # before each start
    unsaid: str = ""  # a line that would only alarm
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> asyncio.subprocess.Process:
        """In a session of its own, so that Ctrl-C reaches only us and its whole family can be ended."""
        self.prepare()
        self.process = await asyncio.create_subprocess_exec(
            *self.command,
            env=self.environment,
            cwd=self.folder,
            preexec_fn=self.birth,
            start_new_session=True,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        return self.process

    async def run(self) -> int:
        """Start it, pass on what it says, and end whatever it leaves behind."""
        process = await self.start()
        assert process.stdout is not None
        speech = asyncio.create_task(self._pass_on(process.stdout))
        try:
            return await process.wait()
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            await asyncio.wait([speech], timeout=1)
            speech.cancel()

    async def _pass_on(self, stream: asyncio.StreamReader) -> None:
        while True:
            try:
                line = await stream.readline()
            except ValueError:  # longer than the buffer: the rest follows as lines of its own
                continue
            if not line:
                return
            text = line.decode("utf-8", "replace").rstrip()
            if not self.unsaid or self.unsaid not in text:
                say(self.name, text)

    async def stop(self) -> None:
        process = self.process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(self.stop_signal)
        try:
            await asyncio.wait_for(process.wait(), GRACE)
        except TimeoutError:
            say(self.name, "does not stop and is killed")
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


class Supervisor:
    def __init__(self) -> None:
        self.stopping = asyncio.Event()
        self._kept: list[tuple[Child, asyncio.Task[None]]] = []

    def keep(self, child: Child) -> None:
        """From now on this child lives, until everything stops."""
        self._kept.append((child, asyncio.create_task(self._keep(child))))

    async def _keep(self, child: Child) -> None:
        pause, clock = FIRST_PAUSE, asyncio.get_running_loop().time
        while not self.stopping.is_set():
            began = clock()
            try:
                code = await child.run()
            except Exception as error:
                code = -1
                say(child.name, str(error))
            if self.stopping.is_set():
                return
            pause = FIRST_PAUSE if clock() - began > STEADY_AFTER else min(pause * 2, LONGEST_PAUSE)
            say(child.name, f"ended ({code}), starts again in {pause:.1f} s")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), pause)

    async def stop(self) -> None:
        """Those that use the database first, the database last."""
        self.stopping.set()
        *bottom, top = [self._kept[:1], self._kept[1:]]
        for floor in (top, *bottom):
            await asyncio.gather(*(child.stop() for child, _ in floor))
            if floor:
                await asyncio.wait([task for _, task in floor], timeout=GRACE)


def python(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "app", *arguments]
