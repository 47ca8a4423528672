"""Who may take part in the present phase: asked before one types, and held to in the transaction that writes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.accounts.viewer import Viewer
from app.brands.rules import SHOWN_NAME
from app.foundation.database import row, sole_lock, value
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.web.formats import day
from ideas.challenges.queries import ChallengeView, Phase
from ideas.challenges.rules import IS_PUBLIC

FOLLOW_FIRST = N_("这个阶段，关注了%(brand)s的人才能参加。先关注，你写的都留着。")
PHONE_FIRST = N_("这个阶段，验证过手机号的人才能参加。先验证，你写的都留着。")
TOO_NEW = N_("这个阶段，注册满 %(days)s 天才能参加，你到 %(day)s 就满了。")
ENOUGH = N_("这个征集每人最多提 %(most)s 个创意，你已经提了 %(n)s 个。")

# What decides of a member, in one row. Arguments: member, member, challenge, door.
_STANDING = f"""select p.who, p.account_days, p.most_ideas, b.id as brand, b.public_id as brand_id, {SHOWN_NAME} as brand_name,
    m.created_at as joined_at, app_now() as now,
    exists (select 1 from follow f where f.kind = 'brand' and f.subject = b.id and f.member = m.id) as follows,
    exists (select 1 from identity i where i.member = m.id and i.kind = 'phone' and i.verified_at is not null) as has_phone,
    (select count(*) from idea i where i.author = m.id and i.challenge = c.id and i.state not in ('draft', 'withdrawn')) as ideas
  from challenge c join brand b on b.id = c.brand join challenge_phase p on p.challenge = c.id join member m on m.id = {{}}
  where c.id = {{}} and p.starts_at <= app_now() and app_now() < p.ends_at and {{}} = any(p.doors)"""


@dataclass(frozen=True, slots=True)
class Barrier:
    """What stands between a member and the present phase; `kind` says what helps: follow, phone, or only time."""

    kind: str
    refusal: Refusal
    brand_id: str = ""


def barrier(found: dict[str, Any], *, counts_ideas: bool) -> Barrier | None:
    """Pure: the first thing that stands in the way."""
    since: datetime = found["joined_at"] + timedelta(days=found["account_days"])
    if found["who"] == "followers" and not found["follows"]:
        return Barrier("follow", Refusal(FOLLOW_FIRST, brand=found["brand_name"]), found["brand_id"])
    if found["who"] == "verified" and not found["has_phone"]:
        return Barrier("phone", Refusal(PHONE_FIRST))
    if found["now"] < since:
        return Barrier("age", Refusal(TOO_NEW, days=found["account_days"], day=day(since)))
    if counts_ideas and found["most_ideas"] is not None and found["ideas"] >= found["most_ideas"]:
        return Barrier("ideas", Refusal(ENOUGH, most=found["most_ideas"], n=found["ideas"]))
    return None


async def _standing(member: int, challenge: int, door: str) -> dict[str, Any] | None:
    return await row(_STANDING, member, challenge, door)


async def _check(viewer: Viewer, challenge: int, door: str, field: str) -> None:
    found = await _standing(viewer.id, challenge, door)
    stands = barrier(found, counts_ideas=door == "propose") if found else None
    if stands is not None:
        stands.refusal.field = field
        raise stands.refusal


async def check_may_propose(viewer: Viewer, challenge: int | None) -> None:
    """In the transaction that publishes: two ideas at the same moment are counted one after the other."""
    if challenge is not None:
        await sole_lock(f"ideas of {viewer.id} in", challenge)
        await _check(viewer, challenge, "propose", "challenge")


async def check_may_improve(viewer: Viewer, challenge: int | None) -> None:
    if challenge is not None:
        await _check(viewer, challenge, "improve", "")


async def barrier_for(viewer: Viewer, challenge: ChallengeView, present: Phase | None) -> Barrier | None:
    """Before anybody types; nothing is said to who is signed out: the phase's rules stand on the page."""
    door = next((one for one in ("propose", "vote", "improve") if present and one in present.doors), "")
    if not door or not viewer.is_signed_in:
        return None
    found = await _standing(viewer.id, challenge.id, door)
    return barrier(found, counts_ideas=door == "propose") if found else None


async def barrier_to_propose(viewer: Viewer, public_id: str) -> Barrier | None:
    """For the idea's form, whatever challenge is chosen in it."""
    if not public_id or not viewer.is_signed_in:
        return None
    challenge = await value(f"select c.id from challenge c where c.public_id = {{}} and {IS_PUBLIC}", public_id)
    found = await _standing(viewer.id, challenge, "propose") if challenge else None
    return barrier(found, counts_ideas=True) if found else None
