"""Telling the author, and the voters of what won, that a brand has answered."""

from typing import Any

from app.community.following.queries import followers
from app.foundation.database import row, rows, transaction
from app.foundation.queue import enqueue, task
from app.foundation.sweeps import sweep
from app.notifications.actions import notify
from app.notifications.params import Said
from ideas.reviewing.rules import reason_word
from ideas.voting.queries import voters


@sweep("untold_verdicts")
async def find_untold_verdicts() -> None:
    for verdict in await rows("select idea from verdict where told_at is null order by id limit 100"):
        await enqueue("tell_verdict", {"idea": verdict["idea"]}, once_key=f"verdict:{verdict['idea']}")


@task("tell_verdict")
async def tell_verdict(payload: dict[str, Any]) -> None:
    """Once: the verdict's row remembers that it was told."""
    async with transaction():
        verdict = await row(
            """update verdict v set told_at = app_now() from idea i, brand b
            where v.idea = {} and v.told_at is null and i.id = v.idea and b.id = v.brand
            returning v.idea, v.outcome, v.reason_code, v.sentence, i.public_id, i.title, i.author, i.visibility,
              b.name as brand""",
            payload["idea"],
        )
        if verdict is None:
            return
        url = f"/ideas/{verdict['public_id']}"
        told = {"idea": verdict["title"], "brand": verdict["brand"]}
        reason = Said(reason_word(verdict["outcome"], verdict["reason_code"]))
        event = "idea_won" if verdict["outcome"] == "won" else "idea_declined"
        await notify([verdict["author"]], event, url, **told, reason=reason, sentence=verdict["sentence"])
        if verdict["outcome"] == "won" and verdict["visibility"] == "visible":
            voted = await voters(verdict["idea"])
            await notify(voted, "voted_idea_won", url, **told)
            following = set(await followers("idea", verdict["idea"])) - {*voted, verdict["author"]}
            await notify(following, "followed_idea_won", url, **told)
