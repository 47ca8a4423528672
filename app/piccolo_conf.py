"""Piccolo's entry: the one engine, and the four packages that bring tables."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from piccolo.conf.apps import AppRegistry
from piccolo.engine.postgres import PostgresEngine

from app.settings import settings


def connection_config(url: str) -> dict[str, Any]:
    """What asyncpg needs. The database's name stands apart, for Piccolo and the migrations."""
    parts = urlsplit(url)
    return {
        "dsn": url,
        "database": unquote(parts.path.lstrip("/")) or dict(parse_qsl(parts.query)).get("dbname"),
        "server_settings": {"application_name": "zhizao", "timezone": "UTC"},
    }


class QuietEngine(PostgresEngine):
    """Piccolo connects while this module is imported, only to warn of old servers; the migrations refuse those."""

    async def check_version(self) -> None:
        return


DB = QuietEngine(config=connection_config(settings.database_url))

APP_REGISTRY = AppRegistry(apps=["app.piccolo_app", "ideas.piccolo_app", "campaigns.piccolo_app", "payments.piccolo_app"])
