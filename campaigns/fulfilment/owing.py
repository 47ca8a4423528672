"""A collected pledge owes its perks: one row for each thing promised, as often as the tier was taken."""

from app.foundation.database import row, rows
from app.foundation.ids import new_id
from app.foundation.lifecycle import move_all
from campaigns.fulfilment.tables import Perk
from campaigns.fulfilment.telling import tell_owed

# What each kind waits for first; digital and experience perks stay owed until the brand has something to hand out.
FIRST_STEP = {"physical": "answers_due", "credit": "named"}


async def owe_perks(pledge_id: int) -> None:
    """Within the collecting transaction; a pledge that has perks gets no second ones (a dispute won collects again)."""
    pledge = await row("select id, tier, quantity from pledge where id = {}", pledge_id)
    items = await rows("select id from tier_item where tier = {} order by position, id", pledge["tier"]) if pledge else []
    if pledge is None or not items or await row("select 1 from perk where pledge = {} limit 1", pledge_id):
        return
    wanted = [item["id"] for _ in range(pledge["quantity"]) for item in items]
    perks = await rows(
        """with made as (
          insert into perk (public_id, pledge, campaign, item, backer, kind, title, state, due_month)
          select want.public_id, p.id, p.campaign, i.id, p.backer, i.kind, i.title, 'owed', t.deliver_month
          from unnest({}::varchar[], {}::bigint[]) with ordinality as want (public_id, item, place)
          join tier_item i on i.id = want.item join tier t on t.id = i.tier join pledge p on p.id = {}
          order by want.place returning id, kind),
        noted as (insert into perk_event (subject, at, origin, state, why, source)
                  select id, app_now(), '', 'owed', '', 'rule' from made)
        select id, kind from made""",
        [new_id() for _ in wanted], wanted, pledge_id,
    )  # fmt: skip
    for kind, state in FIRST_STEP.items():
        await move_all(Perk, [perk["id"] for perk in perks if perk["kind"] == kind], state, source="rule")
    await tell_owed(pledge_id)


async def call_off_perks(pledge_id: int, why: str) -> None:
    found = await rows("select id from perk where pledge = {}", pledge_id)
    await move_all(Perk, [perk["id"] for perk in found], "refunded", why=why, source="rule")
