"""Agreements for tests, offered and answered by the verbs that pages call."""

from decimal import Decimal
from typing import Any

from app.accounts.viewer import Viewer, find_member
from app.brands.desk import Desk
from app.foundation.database import execute
from ideas.agreeing.actions import accept_agreement, offer_agreement
from ideas.agreeing.queries import Agreed, agreement_of, parties_of
from ideas.agreeing.rules import proposed


async def offer(desk: Desk, owner: Viewer, idea: dict[str, Any], *, share: str = "3", shows_parts: bool = False) -> Agreed:
    """To everybody who has a part, as the rule proposes."""
    parties = await parties_of(idea["id"])
    points = dict(zip([one.member for one in parties], proposed(parties), strict=True))
    await offer_agreement(desk, owner, idea, share=Decimal(share), points=points, terms="", shows_parts=shows_parts)
    found = await agreement_of(idea["id"])
    assert found is not None
    return found


async def agree_all(desk: Desk, owner: Viewer, idea: dict[str, Any], **more: Any) -> Agreed:
    """Offered, and everybody says yes."""
    agreement = await offer(desk, owner, idea, **more)
    for part in agreement.parts:
        await accept_agreement(await find_member(part.member), agreement, part.person.name)
    found = await agreement_of(idea["id"])
    assert found is not None
    return found


async def give_part(idea: dict[str, Any], member: Viewer, role: str = "improver") -> None:
    """Credited, however they came to it."""
    await execute("insert into contribution (idea, member, role) values ({}, {}, {})", idea["id"], member.id, role)
