"""Pledges that a link brought: how many, never whose or how much."""

from app.foundation.database import rows
from app.foundation.i18n import N_
from app.sharing.outcomes import NOT_OWN, SINCE, WEEK, Count, Outcome, brand_things, counts, outcomes, titles
from campaigns.queries import VISIBLE

_TIME = "p.created_at"
_STANDING = "p.state not in ('started', 'expiring', 'expired')"


async def _pledges_of(refs: list[str]) -> list[Count]:
    return await counts(
        f"""select p.ref, 'campaigns/' || c.public_id as thing, {WEEK.format(at=_TIME)} from pledge p
          join campaign c on c.id = p.campaign
        where p.ref = any({{}}) and {NOT_OWN.format(ref="p.ref", member="p.backer")}
          and {_STANDING} and {SINCE.format(at=_TIME)} group by 1, 2, 3""",
        refs,
    )


async def _pledges_at(brand: int) -> list[Count]:
    return await counts(
        f"""select p.ref, 'campaigns/' || c.public_id as thing, {WEEK.format(at=_TIME)} from campaign c
          join pledge p on p.campaign = c.id
        where c.brand = {{}} and p.ref <> '' and {_STANDING} and {SINCE.format(at=_TIME)} group by 1, 2, 3""",
        brand,
    )


async def _titles(public_ids: list[str]) -> dict[str, str]:
    found = await rows(f"select c.public_id, c.title from campaign c where c.public_id = any({{}}) and {VISIBLE}", public_ids)
    return {one["public_id"]: one["title"] for one in found}


async def _campaigns_of(brand: int) -> list[str]:
    return [f"campaigns/{one['public_id']}" for one in await rows("select public_id from campaign where brand = {}", brand)]


def register() -> None:
    """Called once at the roof."""
    outcomes["pledges"] = Outcome(N_("支持"), _pledges_of, _pledges_at, order=40)
    titles["campaigns"] = _titles
    if _campaigns_of not in brand_things:
        brand_things.append(_campaigns_of)
