"""A checker outside, asked over HTTP after a text is saved: nobody waits for it.

It gets {"id", "kind", "texts"} and answers {"verdict": "pass" | "hold" | "refuse", "words": […]}. Where it fails, a text is
held for staff or stays, by the setting; with the former it also waits unseen for the checker's first word.
"""

import logging
from datetime import timedelta
from typing import Any

import httpx

from app.community.moderation.actions import checker_has_doubts, checker_is_content
from app.community.moderation.things import Thing, thing_by_id
from app.foundation.queue import enqueue
from app.foundation.refusals import NotFound
from app.settings import settings

TASK = "check_text_outside"
TIMEOUT = 8.0
WAITS = (timedelta(seconds=5), timedelta(seconds=60), timedelta(minutes=5))
VERDICTS = ("pass", "hold", "refuse")

log = logging.getLogger("zhizao.checker")


def is_used() -> bool:
    return bool(settings.text_checker_url)


def holds_meanwhile() -> bool:
    return settings.text_checker_failing == "hold"


async def check_later(thing: Thing, *, is_new: bool) -> None:
    """In the current transaction. The job holds the id only and reads the text as it then stands."""
    await enqueue(TASK, {"kind": thing.kind, "thing": thing.id, "is_new": is_new, "tries": 0})


async def check_now(job: dict[str, Any]) -> None:
    """Safe to run twice: the verdict is about the text as it stands."""
    try:
        thing = await thing_by_id(job["kind"], job["thing"])
    except NotFound:
        return
    answer = await _asked(thing)
    if answer is not None and answer["verdict"] == "pass":
        await checker_is_content(thing)
    elif answer is not None:
        await checker_has_doubts(thing, _words(answer), is_new=job["is_new"])
    elif job["tries"] < len(WAITS):
        await enqueue(TASK, job | {"tries": job["tries"] + 1}, delay=WAITS[job["tries"]])
    elif holds_meanwhile():
        await checker_has_doubts(thing, "", is_new=job["is_new"])


async def _asked(thing: Thing) -> dict[str, Any] | None:
    """None where it can't be reached or says nothing of sense."""
    headers = {"Authorization": f"Bearer {settings.text_checker_key}"} if settings.text_checker_key else {}
    question = {"id": f"{thing.kind}:{thing.public_id}", "kind": thing.kind, "texts": thing.texts}
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False) as http:
            response = await http.post(settings.text_checker_url, json=question, headers=headers)
        response.raise_for_status()
        answer = response.json()
    except (httpx.HTTPError, ValueError) as error:
        log.warning("the text checker failed: %s: %s", type(error).__name__, error)
        return None
    return answer if isinstance(answer, dict) and answer.get("verdict") in VERDICTS else None


def _words(answer: dict[str, Any]) -> str:
    said = answer.get("words")
    return "、".join(str(word)[:40] for word in said[:10]) if isinstance(said, list) else ""
