"""Whoever hasn't answered an agreement is reminded, three times at most."""

from app.foundation.database import rows, transaction
from app.foundation.sweeps import sweep
from app.notifications.actions import notify
from ideas.agreeing.rules import REMIND_AFTER_DAYS


@sweep("unanswered_agreements")
async def remind_of_agreements() -> None:
    async with transaction():
        due = await rows(
            """update agreement_part p set reminded = p.reminded + 1
            from agreement a join idea i on i.id = a.idea join brand b on b.id = a.brand
            where a.id = p.agreement and a.state = 'offered' and p.state = 'waiting' and p.reminded < cardinality({}::int[])
              and a.created_at + make_interval(days => ({}::int[])[p.reminded + 1]) <= app_now()
            returning p.member, a.public_id, i.title, b.name""",
            list(REMIND_AFTER_DAYS), list(REMIND_AFTER_DAYS),
        )  # fmt: skip
        for one in due:
            url = f"/agreements/{one['public_id']}"
            await notify([one["member"]], "agreement_reminder", url, about=one["public_id"], idea=one["title"], brand=one["name"])
