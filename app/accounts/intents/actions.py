"""Keeping an intent, finishing it exactly once, dropping it."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.accounts.intents.kinds import Done, Intent, known_kinds
from app.accounts.intents.queries import COLUMNS, begun_in, intent_by_id, intent_by_key, read
from app.accounts.intents.rules import LASTING, is_surely_theirs
from app.accounts.intents.tables import Intent as IntentTable
from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.accounts.visitors import visitor_hash
from app.foundation import clock
from app.foundation.database import execute, insert, row, rows, transaction
from app.foundation.i18n import N_, language
from app.foundation.refusals import Refusal, SlowDown

TOO_LONG = N_("写得太多了，登录之前存不下。请先登录再发。")


async def keep_intent(
    kind: str, subject: str, fields: Mapping[str, list[str]], *, visitor: str, place: str, ref: str = ""
) -> Intent:
    """The form as it was sent, kept for a week. The same form sent twice from one browser is one intent."""
    kept = json.dumps({name: list(texts) for name, texts in fields.items()}, ensure_ascii=False)
    if len(kept) > known_kinds()[kind].most:
        raise Refusal(TOO_LONG)
    await limit("intent-from", place, most=300, within=timedelta(minutes=10))
    async with transaction():
        same = await row(
            f"""select {COLUMNS} from intent where visitor_hash = {{}} and kind = {{}} and subject = {{}} and fields = {{}}::jsonb
            and state = 'waiting' and expires_at > app_now() order by id desc limit 1""",
            visitor_hash(visitor), kind, subject[:40], kept,
        )  # fmt: skip
        if same:
            return read(same)
        made = await insert(
            IntentTable, kind=kind, subject=subject[:40], fields=kept, visitor_hash=visitor_hash(visitor), ref=ref,
            lang=language.get(), expires_at=await clock.now() + LASTING,
        )  # fmt: skip
    return await intent_by_id(made["id"])


async def note_address(intent: Intent, kind: str, address: str) -> None:
    """Where a code was sent for it: whoever proves that address later, in any browser, is offered it."""
    await execute("update intent set address = {} where id = {} and state = 'waiting'", f"{kind}:{address}"[:340], intent.id)


async def finish_intent(viewer: Viewer, intent: Intent) -> tuple[Intent, Done | None]:
    """Do what was begun; the intent as it stands then. Whoever comes second gets what came of it, and does nothing.

    A SlowDown leaves it waiting.
    """
    async with transaction():
        taken = await row(
            f"""update intent set state = 'finished', member = {{}}, ended_at = app_now()
            where id = {{}} and state = 'waiting' and expires_at > app_now() returning {COLUMNS}""",
            viewer.id, intent.id,
        )  # fmt: skip
        if taken is None:
            return await intent_by_id(intent.id), None
        try:
            async with transaction():
                done = await known_kinds()[intent.kind].finish(viewer, read(taken))
        except SlowDown:
            raise
        except Refusal as refusal:
            await _note(intent, "refused", "", refusal.sentence, refusal.params)
            return await intent_by_id(intent.id), None
        await _note(intent, "finished", done.url, done.sentence, done.params)
    return await intent_by_id(intent.id), done


async def _note(intent: Intent, state: str, url: str, sentence: str, params: Mapping[str, Any]) -> None:
    await execute(
        "update intent set state = {}, url = {}, sentence = {}, params = {}::jsonb where id = {}",
        state, url, sentence, json.dumps(dict(params), ensure_ascii=False, default=str), intent.id,
    )  # fmt: skip


async def finish_begun(viewer: Viewer, *, key: str, visitor: str) -> list[tuple[Intent, Done | None]]:
    """At sign-in: what is surely theirs, the one carried through it first. One that fails hinders no other."""
    carried = await intent_by_key(key)
    now = await clock.now()
    others = [one for one in await begun_in(visitor) if carried is None or one.id != carried.id]
    wanted = [carried] if carried else []
    wanted += [one for one in others if is_surely_theirs(one.created_at, now, is_carried=False)]
    ended: list[tuple[Intent, Done | None]] = []
    for intent in wanted:
        try:
            ended.append(await finish_intent(viewer, intent))
        except SlowDown:
            continue  # it waits, and is offered
    return ended


async def drop_intent(intent: Intent) -> bool:
    """Not wanted any more; False where it had ended already."""
    dropped = await rows(
        """update intent set state = 'dropped', ended_at = app_now(), fields = jsonb_build_object()
        where id = {} and state = 'waiting' returning id""",
        intent.id,
    )
    return bool(dropped)
