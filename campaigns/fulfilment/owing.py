"""A collected pledge owes its perks: one row for each thing promised, as often as the tier was taken."""

from app.foundation.database import row, rows
from app.foundation.ids import new_id
from app.foundation.lifecycle import move_all
from campaigns.fulfilment.tables import Perk
from campaigns.fulfilment.telling import tell_owed

# What each kind waits for first; digital and experience perks stay owed until the brand has something to hand out.
FIRST_STEP = {"physical": "answers_due", "credit": "named"}


async def owe_perks(pledge_id: int) -> None:
    """Within the collecting transaction; a pledge that has perks gets no second ones (a dispute won collects again).

    Each place of each tier owes what is in it; the chosen variants are dealt out over the pieces of their thing, in order.
    """
    if await row("select 1 from perk where pledge = {} limit 1", pledge_id):
        return
    pieces = await rows(
        """select row_number() over (order by l.id, nth, i.position, i.id) as place, i.item, t.deliver_month,
          row_number() over (partition by i.item order by l.id, nth) as piece
        from pledge_line l join tier t on t.id = l.tier, generate_series(1, l.quantity) nth,
          lateral (select ti.item, ti.position, ti.id from tier_item ti, generate_series(1, ti.quantity) where ti.tier = t.id) i
        where l.pledge = {}""",
        pledge_id,
    )
    if not pieces:
        return
    perks = await rows(
        """with chosen as (
          select item, variant, row_number() over (partition by item order by id, nth) as piece
          from pledge_choice, generate_series(1, quantity) nth where pledge = {}),
        made as (
          insert into perk (public_id, pledge, campaign, item, variant, backer, kind, title, state, due_month)
          select want.public_id, p.id, p.campaign, i.id, c.variant, coalesce(g.recipient, p.backer), i.kind, i.title, 'owed',
            want.due_month
          from unnest({}::varchar[], {}::bigint[], {}::bigint[], {}::date[]) with ordinality
            as want (public_id, item, piece, due_month, place)
          join item i on i.id = want.item join pledge p on p.id = {} left join gift g on g.pledge = p.id
          left join chosen c on c.item = want.item and c.piece = want.piece
          order by want.place returning id, kind),
        noted as (insert into perk_event (subject, at, origin, state, why, source)
                  select id, app_now(), '', 'owed', '', 'rule' from made)
        select id, kind from made""",
        pledge_id, [new_id() for _ in pieces], [one["item"] for one in pieces], [one["piece"] for one in pieces],
        [one["deliver_month"] for one in pieces], pledge_id,
    )  # fmt: skip
    for kind, state in FIRST_STEP.items():
        await move_all(Perk, [perk["id"] for perk in perks if perk["kind"] == kind], state, source="rule")
    await tell_owed(pledge_id)


async def call_off_perks(pledge_id: int, why: str) -> None:
    found = await rows("select id from perk where pledge = {}", pledge_id)
    await move_all(Perk, [perk["id"] for perk in found], "refunded", why=why, source="rule")
