"""How many an update will be told to."""

from dataclasses import dataclass

from app.foundation.database import row
from campaigns.updates.tellings import BACKERS, FOLLOWERS, TEAM


@dataclass(frozen=True, slots=True)
class Reach:
    backers: int
    others: int

    @property
    def all(self) -> int:
        return self.backers + self.others


async def reach_of(update: int) -> Reach:
    """Each person once; who backs it and follows it too is a backer."""
    found = await row(
        f"""with team as ({TEAM}), backing as ({BACKERS}), following as ({FOLLOWERS})
        select (select count(distinct member) from backing where member not in (select member from team)) as backers,
          (select count(distinct member) from following where member not in (select member from team)
            and member not in (select member from backing)) as others""",
        update, update, update, update,
    )  # fmt: skip
    return Reach(**found) if found else Reach(0, 0)
