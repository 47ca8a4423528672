"""Bring a database to the present shape: create it, then every package's migrations in one transaction, one at a time."""

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator
from functools import cache
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.queries import Queries
from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.tables import Migration

from app.foundation.schema import COLUMN_DEFAULTS
from app.piccolo_conf import DB, connection_config
from app.running.failures import OperatorError

LOCK = 7_461_206_300_551  # any number that nothing else here locks
NOT_YET = (OSError, asyncpg.CannotConnectNowError, asyncpg.TooManyConnectionsError)


def _at(url: str) -> str:
    """Where a URL points, without its password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


@contextlib.asynccontextmanager
async def _pointed_at(url: str) -> AsyncIterator[None]:
    before, pool, DB.pool = DB.config, DB.pool, None
    DB.config = connection_config(url)
    try:
        yield
    finally:
        DB.config, DB.pool = before, pool


async def _connect(url: str, patience: float) -> asyncpg.Connection:
    deadline = asyncio.get_running_loop().time() + patience
    while True:
        try:
            return await asyncpg.connect(url, timeout=5)
        except NOT_YET as error:
            if asyncio.get_running_loop().time() > deadline:
                raise OperatorError(f"No PostgreSQL answers at {_at(url)} ({error}): check DATABASE_URL.") from error
            await asyncio.sleep(0.3)
        except asyncpg.InvalidAuthorizationSpecificationError as error:
            raise OperatorError(f"PostgreSQL at {_at(url)} refuses us ({error}): check DATABASE_URL.") from error


async def _create_if_missing(url: str, patience: float) -> None:
    try:
        connection = await _connect(url, patience)
    except asyncpg.InvalidCatalogNameError:
        name = connection_config(url)["database"]
        maintenance = await _connect(urlunsplit(urlsplit(url)._replace(path="/postgres")), patience)
        try:
            await maintenance.execute('create database "{}"'.format(name.replace('"', '""')))
        except (asyncpg.DuplicateDatabaseError, asyncpg.UniqueViolationError):
            pass  # another process was quicker
        except asyncpg.InsufficientPrivilegeError as error:
            raise OperatorError(f"The database “{name}” is missing and this account may not create it: {error}.") from error
        finally:
            await maintenance.close()
        connection = await _connect(url, patience)
    version = connection.get_server_version()
    await connection.close()
    if version.major < 15:
        raise OperatorError(f"PostgreSQL 15 or newer is needed; {_at(url)} is {version.major}.")


async def _install_queue(connection: asyncpg.Connection) -> None:
    queries = Queries(AsyncpgDriver(connection))
    if not await queries.schema_is_installed():
        await queries.install()


async def migrate(url: str, patience: float = 3) -> None:
    """Safe to call from several processes at once: the second waits, then finds nothing to do."""
    await _create_if_missing(url, patience)
    async with _pointed_at(url), DB.transaction() as transaction:
        await transaction.connection.execute("select pg_advisory_xact_lock($1)", LOCK)
        await _install_queue(transaction.connection)
        for app_name in BaseMigrationManager().get_sorted_app_names():
            with contextlib.redirect_stdout(io.StringIO()):
                await ForwardsMigrationManager(app_name=app_name).run()
        await transaction.connection.execute(COLUMN_DEFAULTS)


@cache
def _brought() -> list[tuple[str, str]]:
    """Package and id of each migration in the code; asked once, since Piccolo's finder adds to sys.path each time."""
    finder = BaseMigrationManager()
    folders = {config.app_name: config.resolved_migrations_folder_path for config in finder.get_app_configs()}
    return [(name, each) for name, folder in folders.items() for each in sorted(finder.get_migration_modules(folder))]


async def pending() -> list[str]:
    """Migrations that this code brings and the database has not run."""
    rows = await Migration.select(Migration.app_name, Migration.name)
    ran = {(row["app_name"], row["name"]) for row in rows}
    return [" ".join(each) for each in _brought() if each not in ran]
