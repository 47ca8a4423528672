"""Nobody waits for ever: what stood still for too long is called off, and the money goes back."""

import logging

from app.foundation.database import rows
from app.foundation.lifecycle import WrongState
from app.foundation.sweeps import sweep
from campaigns.halting.actions import BY_RULE, cancel_campaign
from campaigns.halting.queries import refundable_until
from campaigns.halting.rules import ends_by_itself_at

log = logging.getLogger("zhizao.halting")


@sweep("campaigns.1_suspended")
async def end_long_pauses() -> None:
    for one in await rows(
        "select id, suspended_at, app_now() as now from campaign where state = 'suspended' order by suspended_at"
    ):
        until = (await refundable_until(one["id"])).values()
        if ends_by_itself_at(one["suspended_at"], until) <= one["now"]:
            try:
                await cancel_campaign(one, None, BY_RULE, source="rule")
            except WrongState:
                log.info("campaign %s went on meanwhile", one["id"])
