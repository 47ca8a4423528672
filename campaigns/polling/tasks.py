"""Questions that are over are told of."""

from app.foundation.database import rows
from app.foundation.sweeps import sweep
from campaigns.announcing.many import tell_later
from campaigns.polling.tellings import ENDED
from campaigns.updates.rules import STANDS


@sweep("campaigns.0_polls")
async def tell_of_ended_polls() -> None:
    for one in await rows(
        f"""select q.id from update_poll q join campaign_update u on u.id = q.update
        where q.ends_at <= app_now() and q.ends_at > app_now() - interval '30 days' and {STANDS} and u.visibility = 'visible'
          and not exists (select from telling t where t.kind = {{}} and t.subject = q.id) limit 100""",
        ENDED,
    ):
        await tell_later(ENDED, one["id"])
