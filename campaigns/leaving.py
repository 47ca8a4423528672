"""What a backer pledged and is owed: orders stay as ids and amounts; what is still under way is settled first."""

from typing import Any

from app.accounts.leaving.kinds import Hindrance, Leaving
from app.foundation.database import execute, rows
from app.foundation.i18n import N_
from app.foundation.money import Money
from campaigns.fulfilment.rules import FINISHED
from campaigns.pledging.rules import UNSETTLED

RUNNING = ("started", "expiring", "disputed", *UNSETTLED)


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    pledges = await rows(
        """select p.public_id as id, c.public_id as campaign, c.title, t.title as tier, p.quantity, p.amount, p.currency,
          p.method, p.state, p.created_at as at, p.ref as came_from from pledge p join campaign c on c.id = p.campaign
        join tier t on t.id = p.tier where p.backer = {} order by p.id""",
        member,
    )
    return {
        "pledges": [_in_major_units(one) for one in pledges],
        "pledge_lines": [
            _in_major_units(one, "unit_amount")
            for one in await rows(
                """select p.public_id as pledge, l.kind, l.label, l.quantity, l.unit_amount, l.amount, p.currency
                from pledge_line l join pledge p on p.id = l.pledge where p.backer = {} order by l.id""",
                member,
            )
        ],
        "pledge_events": await rows(
            """select p.public_id as pledge, e.at, e.state, e.why, e.source from pledge_event e join pledge p on p.id = e.subject
            where p.backer = {} order by e.id""",
            member,
        ),
        "perks": await rows(
            """select k.public_id as id, p.public_id as pledge, k.title, k.kind, k.state, k.due_month from perk k
            join pledge p on p.id = k.pledge where k.backer = {} order by k.id""",
            member,
        ),
        "parcels": await rows(
            """select k.public_id as perk, s.public_id as id, s.carrier, s.tracking_number, s.created_at as sent_at
            from shipment s join shipment_perk sp on sp.shipment = s.id join perk k on k.id = sp.perk
            where k.backer = {} order by s.id""",
            member,
        ),
        "reservations": await rows(
            """select c.public_id as campaign, c.title, t.title as tier, r.quantity, r.created_at as at, r.ref as came_from
            from reservation r join campaign c on c.id = r.campaign left join tier t on t.id = r.tier
            where r.member = {} order by r.id""",
            member,
        ),
        "campaigns": await rows(
            """select public_id as id, title, summary, story, state, created_at as begun_at from campaign
            where created_by = {} order by id""",
            member,
        ),
    }  # fmt: skip


def _in_major_units(one: dict[str, Any], *more: str) -> dict[str, Any]:
    amounts = ("amount", *more)
    return {name: str(Money(it, one["currency"]).major) if name in amounts else it for name, it in one.items()}


async def hindrances(member: int) -> list[Hindrance]:
    """Money on its way to a campaign or back, and perks not yet in hand."""
    pledges = await rows(
        """select p.public_id, c.title from pledge p join campaign c on c.id = p.campaign
        where p.backer = {} and p.state = any({}) order by p.id""",
        member, list(RUNNING),
    )  # fmt: skip
    perks = await rows(
        """select k.public_id, k.title from perk k where k.backer = {} and not (k.state = any({})) order by k.id""",
        member, list(FINISHED),
    )  # fmt: skip
    return [
        Hindrance(
            N_("对“%(title)s”的支持还没结束。"), f"/pledges/{one['public_id']}", N_("去看这笔支持"), (("title", one["title"]),)
        )
        for one in pledges
    ] + [
        Hindrance(N_("“%(title)s”还没到你手里。"), f"/perks/{one['public_id']}", N_("去看这份权益"), (("title", one["title"]),))
        for one in perks
    ]


async def pictures_kept(leaving: Leaving) -> list[str]:
    """A campaign's are its brand's."""
    found = await rows(
        """select p.public_id from picture p where p.owner = {} and exists (
          select 1 from campaign c where c.cover = p.public_id or strpos(c.story, '/media/' || p.public_id) > 0
          union all select 1 from campaign_change h where h.before = p.public_id
            or (h.what = 'story' and strpos(h.before, '/media/' || p.public_id) > 0))""",
        leaving.member,
    )
    return [one["public_id"] for one in found]


async def erase(leaving: Leaving) -> None:
    """Where a parcel went is forgotten with the destination; what came and was paid stays, without anybody in it."""
    await execute("delete from reservation where member = {}", leaving.member)
    await execute(
        """delete from capability_link l using pledge p where p.backer = {} and l.subject = p.public_id
        and l.scope in ('pledge', 'pay')""",
        leaving.member,
    )
    await execute(
        "delete from capability_link l using perk k where k.backer = {} and l.subject = k.public_id and l.scope = 'perk'",
        leaving.member,
    )
