"""Intents by their key, by the browser they were begun in, and those that wait for a member's word."""

import hashlib
import hmac
import json
from contextlib import suppress
from typing import Any

from app.accounts.intents.kinds import Intent, known_kinds
from app.accounts.viewer import Viewer
from app.accounts.visitors import visitor_hash
from app.foundation.database import row, rows
from app.foundation.refusals import NotFound
from app.settings import settings

COLUMNS = """id, public_id, kind, subject, fields, ref, lang, address, state, member, url, sentence, params, created_at,
  expires_at"""
_WAITING = "state = 'waiting' and expires_at > app_now()"


def intent_key(public_id: str) -> str:
    """Whoever holds it may finish the intent as themselves, and see what it is; it opens nothing else."""
    signature = hmac.new(settings.secret_key.encode(), f"intent:{public_id}".encode(), hashlib.sha256).hexdigest()[:32]
    return f"{public_id}.{signature}"


def read(found: dict[str, Any]) -> Intent:
    return Intent(**found | {name: json.loads(found[name]) for name in ("fields", "params") if isinstance(found[name], str)})


async def intent_by_key(key: str) -> Intent | None:
    """Whatever became of it; None for a key that is none."""
    public_id = key.partition(".")[0][:12]
    if not key or not hmac.compare_digest(key.encode(), intent_key(public_id).encode()):
        return None
    found = await row(f"select {COLUMNS} from intent where public_id = {{}}", public_id)
    return read(found) if found else None


async def intent_by_id(id_: int) -> Intent:
    found = await row(f"select {COLUMNS} from intent where id = {{}}", id_)
    assert found is not None
    return read(found)


async def begun_in(visitor: str) -> list[Intent]:
    """What waits in this browser, in the order it was begun."""
    if not visitor:
        return []
    found = await rows(
        f"select {COLUMNS} from intent where visitor_hash = {{}} and {_WAITING} order by id limit 20", visitor_hash(visitor)
    )
    return [read(one) for one in found]


async def waiting_for(viewer: Viewer, visitor: str = "") -> list[Intent]:
    """What was begun for one of the member's addresses, or in this browser, and may be finished with a word."""
    found = await rows(
        f"""select {COLUMNS} from intent where {_WAITING} and (
          address in (select i.kind || ':' || i.address from identity i where i.member = {{}} and i.verified_at is not null)
          or ({{}}::bytea is not null and visitor_hash = {{}}::bytea)) order by id limit 20""",
        viewer.id, visitor_hash(visitor), visitor_hash(visitor),
    )  # fmt: skip
    return [read(one) for one in found if one["kind"] in known_kinds()]


async def what_will_be_done(intent: Intent) -> str:
    """In the reader's language; "" where it has ended, or what it is about is gone."""
    kind = known_kinds().get(intent.kind)
    if kind is None or intent.state != "waiting":
        return ""
    with suppress(NotFound):
        return await kind.what(intent)
    return ""


def form_again(intent: Intent) -> str:
    """Where its form is seen and changed before it is finished; "" where it has none."""
    kind = known_kinds().get(intent.kind)
    return f"{kind.form}?intent={intent_key(intent.public_id)}" if kind and kind.form and intent.state == "waiting" else ""
