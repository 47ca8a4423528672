"""What every backer hears of a changed page: a risk that was added, a timeline that was put off."""

from app.foundation.database import row
from campaigns.announcing.kinds import News, Prepare
from campaigns.pledging.rules import COUNTED
from campaigns.rules import PUBLIC
from campaigns.telling import backers, params, public_address, subject


def _to_backers(event: str) -> Prepare:
    async def prepare(campaign_id: int, _: str) -> News | None:
        if await row("select 1 from campaign where id = {} and state = any({})", campaign_id, list(PUBLIC)) is None:
            return None
        campaign = await subject(campaign_id)
        if not campaign["is_news"]:
            return None
        return News(f"{public_address(campaign)}/changes", params(campaign), ((backers(campaign, event, COUNTED),),))

    return prepare


TELLINGS = {event: _to_backers(event) for event in ("page_risks", "page_put_off")}
