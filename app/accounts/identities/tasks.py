"""After a merge: once more, for what was under way in that moment."""

from app.accounts.identities.merging import hand_over_again
from app.foundation.sweeps import sweep


@sweep("accounts.hand_over_again")
async def sweep_merges() -> None:
    await hand_over_again()
