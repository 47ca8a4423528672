"""What a member has to do with a campaign, as far as its page shows it: one statement for all who ask at once.

Whoever has anything of their own on the page (a number on a waitlist, a comment, the desk) gets a page of their own.
All others see one and the same but for the reservation, the following, and whether its first hours are theirs.
"""

from dataclasses import dataclass
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.gathering import Gathering
from app.foundation.planned import planned_rows


@dataclass(frozen=True, slots=True)
class Ties:
    campaign: int
    is_own: bool
    is_supporter: bool
    follows: bool
    reserved: bool
    tier: str
    tier_title: str
    quantity: int

    @property
    def reservation(self) -> dict[str, Any] | None:
        return {"tier": self.tier, "tier_title": self.tier_title, "quantity": self.quantity} if self.reserved else None


# What of a member `a.member` makes the page of a campaign `c` their own.
_OWN = """exists (select from brand_member b where b.brand = c.brand and b.member = a.member)
  or exists (select from tier t join waitlist_entry w on w.tier = t.id where t.campaign = c.id and w.member = a.member)
  or exists (select from idea i where i.id = c.idea and i.author = a.member)
  or exists (select from contribution k where k.idea = c.idea and k.member = a.member)
  or exists (select from tier t where t.campaign = c.id and t.only_for <> 'everyone' and may_take(t, a.member, false))
  or exists (select from thread h where h.kind = 'campaign' and h.subject_id = c.public_id and (
    exists (select from comment m where m.author = a.member and m.thread = h.id)
    or exists (select from thread_mute u where u.thread = h.id and u.member = a.member)
    or exists (select from comment_reaction x join comment m on m.id = x.comment
      where x.member = a.member and m.thread = h.id)))"""

_ASKED = f"""select a.n, c.id as campaign, {_OWN} as is_own, is_supporter(c.idea, a.member) as is_supporter,
  exists (select from follow f where f.kind = 'campaign' and f.subject = c.id and f.member = a.member) as follows,
  r.id is not null as reserved, coalesce(w.public_id, '') as tier, coalesce(w.title, '') as tier_title,
  coalesce(r.quantity, 1) as quantity
from unnest({{}}::text[], {{}}::bigint[]) with ordinality as a (public_id, member, n)
join campaign c on c.public_id = a.public_id
left join reservation r on r.campaign = c.id and r.member = a.member
left join tier w on w.id = r.tier"""


async def _look_up(asked: list[tuple[str, int]]) -> list[Ties | None]:
    campaigns, members = zip(*asked, strict=True)
    found = {one.pop("n"): Ties(**one) for one in await planned_rows(_ASKED, list(campaigns), list(members))}
    return [found.get(n) for n in range(1, len(asked) + 1)]


_ties = Gathering(_look_up)


async def ties_of(viewer: Viewer, public_id: str) -> Ties | None:
    """None where there is no such campaign."""
    return await _ties((public_id, viewer.id))
