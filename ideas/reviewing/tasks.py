"""Telling those whose idea it is, and the voters of what won, that a brand has answered; and brands that answers are due."""

from typing import Any

from app.community.following.queries import followers
from app.foundation.database import row, rows, transaction, value
from app.foundation.queue import enqueue, task
from app.foundation.sweeps import sweep
from app.notifications.actions import notify
from app.notifications.params import Said
from ideas.contributing.queries import credits_of
from ideas.contributing.queries import team_of as team_of_idea
from ideas.reviewing.queries import team_of
from ideas.reviewing.rules import WAITING, reason_word, reminder
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
        writers = await team_of_idea(verdict["idea"])
        await notify(writers, event, url, **told, reason=reason, sentence=verdict["sentence"])
        if verdict["outcome"] == "won" and verdict["visibility"] == "visible":
            await _tell_the_others(verdict["idea"], url, told, set(writers))


async def _tell_the_others(idea: int, url: str, told: dict[str, Any], writers: set[int]) -> None:
    """Each once, in the words of their nearest tie: had a part in it, voted, followed."""
    credited = {credit.member for credit in await credits_of(idea)} - writers
    await notify(credited, "credited_idea_won", url, **told)
    voted = set(await voters(idea)) - writers - credited
    await notify(voted, "voted_idea_won", url, **told)
    following = set(await followers("idea", idea)) - voted - writers - credited
    await notify(following, "followed_idea_won", url, **told)


_WAITING = ", ".join(repr(state) for state in WAITING)
REMINDERS = {"week": "answers_due_in_a_week", "day": "answers_due_tomorrow", "overdue": "answers_overdue"}
_DUE = f"""select c.id, c.public_id, c.title, c.brand, b.public_id as brand_id, c.answer_due_at as due_at,
    extract(epoch from c.answer_due_at - app_now())::float8 / 86400 as days_left,
    (select count(*) from idea i where i.challenge = c.id and i.visibility = 'visible' and i.state in ({_WAITING})) as count
    from challenge c join brand b on b.id = c.brand
    where c.published_at is not null and c.deadline <= app_now() and c.answer_due_at <= app_now() + interval '7 days'
      and c.answer_due_at > app_now() - interval '30 days'
      and not exists (select 1 from answer_reminder r where r.challenge = c.id and r.kind = 'overdue')"""


@sweep("answers_due")
async def remind_of_answers() -> None:
    """A week before, a day before, and when it is too late: each once, and only while somebody waits."""
    for due in await rows(f"{_DUE} order by c.answer_due_at limit 200"):
        kind = reminder(due["days_left"])
        if kind and due["count"]:
            await _remind(due, kind)


async def _remind(due: dict[str, Any], kind: str) -> None:
    async with transaction():
        made = await value(
            "insert into answer_reminder (challenge, kind) values ({}, {}) on conflict do nothing returning id", due["id"], kind
        )
        if made is not None:
            url = f"/brands/{due['brand_id']}/studio/ideas?challenge={due['public_id']}"
            team = await team_of(due["brand"])
            await notify(team, REMINDERS[kind], url, challenge=due["title"], count=due["count"], due=due["due_at"])
