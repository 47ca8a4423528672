"""The PostgreSQL of a test run: one embedded server, one migrated template, one database for each worker."""

import asyncio
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import asyncpg

from app.running.postgres import prepare, wait_until_ready

TEMPLATE = "zhizao_template"


def _with_database(url: str, name: str) -> str:
    return re.sub(r"(//[^/]*/)[^?]*", rf"\g<1>{name}", url, count=1)


class TestServer:
    """Started at first use by whoever leads the run; workers under xdist only hear its address."""

    __test__ = False

    def __init__(self, url: str | None = None) -> None:
        self._url = url or os.environ.get("TEST_DATABASE_URL")
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self._has_template = url is not None

    def start(self) -> str:
        """The URL of a database to give orders from; by now the template is migrated."""
        if self._url is None:
            self._url = self._start()
        if not self._has_template:
            self._has_template = True
            asyncio.run(self._make_template())
        return self._url

    def database_url(self, name: str) -> str:
        assert self._url is not None
        return _with_database(self._url, name)

    def _start(self) -> str:
        self._folder = Path(tempfile.mkdtemp(prefix="zt-"))
        self._folder.chmod(0o711)
        server = prepare(self._folder / "data", self._folder / "s", forgetful=True)
        self._process = subprocess.Popen(
            server.command(),
            preexec_fn=server.birth(),
            env=server.environment(),
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        asyncio.run(wait_until_ready(server))
        return server.url()

    async def _make_template(self) -> None:
        from app.running.migrations import migrate

        assert self._url is not None
        await self.execute(f"drop database if exists {TEMPLATE} with (force)")
        await migrate(_with_database(self._url, TEMPLATE))

    async def execute(self, statement: str) -> None:
        assert self._url is not None
        connection = await asyncpg.connect(self._url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def clone(self, name: str) -> str:
        """A fresh database of that name in the template's image; its URL."""
        await self.drop(name)
        await self.execute(f"create database {name} template {TEMPLATE}")
        return self.database_url(name)

    async def drop(self, name: str) -> None:
        """An autovacuum that is just passing through can't be sent away: it is waited for."""
        for patience in (0.2, 0.5, 2):
            try:
                await self.execute(f"drop database if exists {name} with (force)")
                return
            except asyncpg.InsufficientPrivilegeError:
                await asyncio.sleep(patience)
        await self.execute(f"drop database if exists {name} with (force)")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
