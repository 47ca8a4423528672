"""/healthz: this process answers. /readyz: database, migrations and worker are fine too."""

from typing import Any

from litestar import Response, get

from app.foundation.database import value
from app.running.migrations import pending
from app.settings import settings
from app.web.access import anyone

WORKER_SILENT_AFTER = 30  # seconds


@get("/healthz", guards=[anyone])
async def healthz() -> dict[str, str]:
    return {"status": "up"}


@get("/readyz", guards=[anyone])
async def readyz() -> Response[dict[str, Any]]:
    problems = await _problems()
    status = {"status": "not ready", "problems": problems} if problems else {"status": "ready"}
    return Response(status | {"notes": _notes()}, status_code=503 if problems else 200)


def _notes() -> list[str]:
    """What an operator should know, though it serves."""
    return ["mail: SMTP_URL is not set, nothing can be sent"] if settings.is_production and not settings.smtp_url else []


async def _problems() -> list[str]:
    try:
        behind = await pending()
        silence = await value("select extract(epoch from clock_timestamp() - max(beat_at)) from heartbeat")
    except Exception as error:
        return [f"database: {type(error).__name__}"]
    problems = [f"migration not run: {each}" for each in behind]
    if silence is None or silence > WORKER_SILENT_AFTER:
        problems.append("worker: no sign of life" + ("" if silence is None else f" for {silence:.0f} s"))
    return problems


ROUTES = [healthz, readyz]
