"""What agreements hold of a member, and what becomes of it."""

from app.foundation.database import execute
from app.foundation.handover import Handover, hand_over

HANDOVER = Handover(
    moved=(("agreement", "offered_by"),),
    otherwise=(("agreement_part", "member"),),
)

_BOTH = "t.agreement = o.agreement and t.member = {} and o.member = {}"


async def merge(from_: int, into: int) -> dict[str, int]:
    """Where both had a part it is one part from now on, of both sizes; a yes of both stays a yes, a no of either a no."""
    await execute(
        f"""update agreement_part t set points = t.points + o.points, answered_at = coalesce(t.answered_at, o.answered_at),
          state = case when 'declined' in (t.state, o.state) then 'declined' when 'waiting' in (t.state, o.state) then 'waiting'
            else t.state end
        from agreement_part o where {_BOTH}""",
        into, from_,
    )  # fmt: skip
    await execute(f"delete from agreement_part o using agreement_part t where {_BOTH}", into, from_)
    await execute("update agreement_part set member = {} where member = {}", into, from_)
    return await hand_over(HANDOVER, from_, into)
