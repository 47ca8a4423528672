"""The order in which votes lock, the same everywhere: the challenge, the member in it, then ideas by their ids.

Where a challenge's rules ask for care, voters share its lock and each holds their own place in it alone. What moves votes in
bulk takes the challenge alone, so that nobody's budget or least number changes meanwhile. The one-statement vote takes no
lock but its idea's, and bulk moves hold those too.
"""

from collections.abc import Iterable

from app.foundation.database import rows, share_lock, sole_lock


async def lock_voter(challenge: int, member: int) -> None:
    await share_lock("votes of challenge", challenge)
    await sole_lock(f"votes of member in {challenge}", member)


async def lock_challenges(challenges: Iterable[int | None]) -> None:
    """Alone, in order; the open floor has no rules to guard."""
    for challenge in sorted({one for one in challenges if one is not None}):
        await sole_lock("votes of challenge", challenge)


async def lock_ideas(ideas: Iterable[int]) -> list[int]:
    """In the order of their ids, as votes do; those that exist."""
    found = await rows("select id from idea where id = any({}::bigint[]) order by id for no key update", sorted(set(ideas)))
    return [one["id"] for one in found]
