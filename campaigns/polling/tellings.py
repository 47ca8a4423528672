"""When a question is over: who answered hears what was chosen, and so do the brand's editors."""

from app.brands.queries import member_ids_of
from app.foundation.database import row
from campaigns.announcing.kinds import Hearers, News, these
from campaigns.polling.queries import poll_of, with_counts
from campaigns.updates.rules import STANDS, reads_as

ENDED = "poll_ended"
# Whoever can't read it any more keeps their answer counted and hears nothing.
_ANSWERED = f"""select a.member from update_poll_answer a join update_poll q on q.id = a.poll
  join campaign_update u on u.id = q.update join campaign c on c.id = u.campaign where q.id = {{}} and {reads_as("a.member")}"""


async def prepare(poll_id: int, edition: str) -> News | None:
    found = await row(
        f"""select u.id, u.number, c.public_id, c.title, c.brand from update_poll q join campaign_update u on u.id = q.update
        join campaign c on c.id = u.campaign
        where q.id = {{}} and {STANDS} and u.visibility = 'visible' and c.visibility = 'visible'""",
        poll_id,
    )
    poll = await poll_of(found["id"]) if found else None
    if found is None or poll is None:
        return None
    poll = await with_counts(poll)
    params = {"campaign": found["title"], "question": poll.question, "chosen": [one.title for one in poll.leaders]}
    editors = these(
        "own_poll_ended" if poll.total else "own_poll_unanswered", await member_ids_of(found["brand"], "owner", "editor")
    )
    url = f"/campaigns/{found['public_id']}/updates/{found['number']}"
    return News(url, params, ((editors, Hearers(ENDED, _ANSWERED, (poll_id,))),))


TELLINGS = {ENDED: prepare}
