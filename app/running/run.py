"""`python -m app run`: the database, its shape, the seeded world, then web, worker and local Stripe under one supervisor."""

import asyncio
import contextlib
import fcntl
import os
import signal
import sys
from collections.abc import Iterator
from ipaddress import ip_address
from typing import TextIO

from app.foundation.database import value
from app.running import terminal
from app.running.child import birth, die_with_parent
from app.running.failures import OperatorError
from app.running.migrations import migrate
from app.running.ports import check_free
from app.running.postgres import EmbeddedPostgres, prepare, wait_until_ready
from app.running.supervisor import Child, Supervisor, python
from app.settings import VAR, settings

READY_WITHIN = 60


def run() -> int:
    # What is missing or unreadable is said now, not at the first request.
    settings.public_url, settings.secret_key, settings.oidc_providers  # noqa: B018
    if "MAKELEVEL" in os.environ and sys.platform == "linux":
        die_with_parent(os.getppid(), signal.SIGTERM)  # a killed `make run` takes us along
    with _alone_in_var() as died_last_time:
        patience = 10 if died_last_time else 0
        check_free(settings.host, settings.port, "PORT", patience)
        if settings.uses_stripe_sandbox:
            check_free("127.0.0.1", settings.sandbox_port, "SANDBOX_PORT", patience)
        with terminal.speaking():
            return asyncio.run(_supervise())


@contextlib.contextmanager
def _alone_in_var() -> Iterator[bool]:
    """Whether the last run was killed: then its processes may need a moment to be gone."""
    try:
        VAR.mkdir(parents=True, exist_ok=True)
        lock: TextIO = (VAR / "supervisor.lock").open("a+")
    except OSError as error:
        raise OperatorError(f"{VAR} can't be written ({error.strerror}): set ZHIZAO_VAR to a folder of yours.") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise OperatorError(
                f"智造 is already running in {VAR}: stop that one, or set ZHIZAO_VAR to another folder."
            ) from None
        lock.seek(0)
        died_last_time = bool(lock.read())
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield died_last_time
        lock.truncate(0)


async def _supervise() -> int:
    supervisor = Supervisor()
    _listen_for_the_end(supervisor)
    start = asyncio.create_task(_start(supervisor))
    end = asyncio.create_task(supervisor.stopping.wait())
    watch = asyncio.create_task(_watch_terminal(supervisor))
    try:
        await asyncio.wait([start, end], return_when=asyncio.FIRST_COMPLETED)
        if start.done():
            await start  # its error is ours
            await end
    finally:
        start.cancel()
        watch.cancel()
        terminal.say("智造", "正在停止  ·  stopping")
        await supervisor.stop()
    return 0


def _listen_for_the_end(supervisor: Supervisor) -> None:
    def end() -> None:
        if supervisor.stopping.is_set():
            os._exit(130)  # asked twice: the kernel ends the children
        supervisor.stopping.set()

    wanted = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    if _outlives_its_terminal():
        wanted.remove(signal.SIGHUP)
    for each in wanted:
        asyncio.get_running_loop().add_signal_handler(each, end)


def _outlives_its_terminal() -> bool:
    """nohup says so."""
    return signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


async def _watch_terminal(supervisor: Supervisor) -> None:
    ours = [fd for fd in (0, 1) if os.isatty(fd)]
    while ours and not _outlives_its_terminal():
        await asyncio.sleep(1)
        if any(terminal.terminal_is_gone(fd) for fd in ours):
            supervisor.stopping.set()
            return


async def _start(supervisor: Supervisor) -> None:
    if settings.uses_embedded_postgres:
        server = prepare(VAR / "postgres", settings.postgres_socket_dir)
        supervisor.keep(_postgres(server))
        await wait_until_ready(server)
    await migrate(settings.database_url)
    if await _wants_the_seeded_world():
        await _once("seed")
    if settings.uses_stripe_sandbox:
        supervisor.keep(Child("stripe", python("sandbox")))
    supervisor.keep(Child("web", python("web")))
    supervisor.keep(Child("worker", python("worker")))
    await _until_served()
    terminal.welcome()


def _postgres(server: EmbeddedPostgres) -> Child:
    return Child(
        "postgres",
        server.command(),
        stop_signal=signal.SIGINT,
        environment=server.environment(),
        folder="/",
        birth=birth(server.account, dies_by=signal.SIGINT),
        prepare=lambda: prepare(server.data, server.socket_dir),
        unsaid="the database system is starting up",
    )


async def _wants_the_seeded_world() -> bool:
    """Only the empty embedded database, on loopback, in development; any other is left as it is."""
    if not settings.uses_embedded_postgres or settings.environment != "development" or not _is_loopback(settings.host):
        return False
    sql = "select not exists (select from member) or exists (select from heartbeat where process = 'seeding')"  # begun, cut short
    return await value(sql)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _once(command: str) -> None:
    child = Child(command, python(command))
    try:
        code = await child.run()
    finally:
        await child.stop()
    if code != 0:
        raise OperatorError(f"“python -m app {command}” failed ({code}); what it said stands above.")


async def _until_served() -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + READY_WITHIN
    while not await _answers():
        if loop.time() > deadline:
            raise OperatorError(f"The site did not answer within {READY_WITHIN} seconds; what went wrong stands above.")
        await asyncio.sleep(0.2)


async def _answers() -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    try:
        reader, writer = await asyncio.open_connection(host, settings.port)
    except OSError:
        return False
    writer.write(f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    try:
        return b" 200 " in await asyncio.wait_for(reader.readline(), 5)
    except (OSError, TimeoutError):
        return False
    finally:
        writer.close()
