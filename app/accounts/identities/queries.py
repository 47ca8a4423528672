"""A member's addresses, and what two members hold who may become one."""

from typing import Any

from app.accounts.addresses import Address
from app.accounts.factors.queries import has_factors
from app.accounts.identities.rules import Standing, masked
from app.accounts.leaving.kinds import each
from app.foundation.database import row, rows, value
from app.foundation.i18n import translate
from app.web.formats import number


async def addresses_of(member: int) -> list[dict[str, Any]]:
    """E-mails and phones, those written to first; `shown` is what people read."""
    found = await rows(
        """select id, kind, address, is_first, verified_at from identity
        where member = {} and kind in ('email', 'phone') and verified_at is not null
        order by kind, is_first desc, id""",
        member,
    )
    first: set[str] = set()
    for one in found:
        one |= {"shown": str(Address(one["kind"], one["address"])), "is_used": one["kind"] not in first}
        first.add(one["kind"])
    return found


async def other_ways_in(member: int, identity: int) -> int:
    return await value(
        "select count(*) from identity where member = {} and id <> {} and verified_at is not null", member, identity
    )


async def standing_of(member: int) -> Standing:
    found = await row(
        """select m.id, m.is_staff, m.created_at as since, p.name, p.avatar from member m
        join member_profile p on p.member = m.id where m.id = {}""",
        member,
    )
    assert found is not None
    stands = each("member_data", "standing")
    has = [translate(words, n=number(n)) for standing in stands for words, n in await standing(member) if n]
    addresses = tuple(masked(one["kind"], one["address"]) for one in await addresses_of(member))
    return Standing(addresses=addresses, has=tuple(has), has_factors=await has_factors(member), **found)
