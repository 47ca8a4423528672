"""Who hears of an update: whoever backs the campaign, and whoever follows it where it is for them too; never its own team."""

from typing import Any

from app.foundation.database import row
from campaigns.announcing.kinds import NOTHING, Hearers, News
from campaigns.updates import reminding
from campaigns.updates.rules import BACKS, IN_TIER, STANDS

_OF = "from campaign_update u join campaign c on c.id = u.campaign"
BACKERS = f"""select p.backer as member {_OF} join pledge p on p.campaign = c.id
  where u.id = {{}} and {BACKS} and (u.audience <> 'tier' or {IN_TIER})"""
FOLLOWERS = f"""select f.member {_OF} join follow f on f.kind = 'campaign' and f.subject = c.id
  where u.id = {{}} and u.audience in ('public', 'followers')
  union all select r.member {_OF} join reservation r on r.campaign = c.id
  where u.id = {{}} and u.audience in ('public', 'followers')"""
TEAM = f"select t.member {_OF} join brand_member t on t.brand = c.brand where u.id = {{}}"


def hearers(update: int) -> tuple[Hearers, ...]:
    return (
        Hearers(NOTHING, TEAM, (update,)),
        Hearers("campaign_update", BACKERS, (update,)),
        Hearers("followed_update", FOLLOWERS, (update, update)),
    )


async def prepare(update: int, edition: str) -> News | None:
    """Nothing while it waits for staff or once it is gone; asked anew for each batch."""
    found: dict[str, Any] | None = await row(
        f"""select u.number, u.title, c.public_id, c.title as campaign from campaign_update u
        join campaign c on c.id = u.campaign where u.id = {{}} and {STANDS}
          and u.visibility = 'visible' and c.visibility = 'visible'""",
        update,
    )
    if found is None:
        return None
    url = f"/campaigns/{found['public_id']}/updates/{found['number']}"
    params = {"campaign": found["campaign"], "number": found["number"], "title": found["title"]}
    return News(url, params, (hearers(update),))


TELLINGS = {"update": prepare, reminding.SOON: reminding.due_soon, reminding.LATE: reminding.overdue}
