"""A campaign held while something that its prices hang on is changed: no launch, review or other change slips in between."""

from typing import Any

from app.foundation.database import row


async def hold(campaign: dict[str, Any]) -> dict[str, Any]:
    """As it is now. Not `for update`: a pledge that refers to it takes its places while this waits for the same places' rows."""
    now = await row(
        """select id, state, currency, deadline, idea, brand, shipping_by, per_backer, app_now() as now,
          (select count(*) from tier where campaign = c.id and not is_add_on) as tiers,
          (select count(*) from tier where campaign = c.id and is_add_on) as add_ons
        from campaign c where id = {} for no key update""",
        campaign["id"],
    )
    assert now is not None
    return now
