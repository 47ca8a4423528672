"""Updates belong to their campaign: whoever wrote one takes a copy along, and leaves the words."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import execute, rows


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "campaign_updates": await rows(
            """select c.public_id as campaign, u.number, u.title, u.body, u.audience, u.published_at, u.edited_at
            from campaign_update u join campaign c on c.id = u.campaign where u.author = {} order by u.id""",
            member,
        )
    }


async def pictures_kept(leaving: Leaving) -> list[str]:
    """An update's are its campaign's."""
    found = await rows(
        """select p.public_id from picture p where p.owner = {} and (
          exists (select 1 from campaign_update u where p.public_id = any(u.pictures)
            or strpos(u.body, '/media/' || p.public_id) > 0)
          or exists (select 1 from campaign_update_version v where p.public_id = any(v.pictures))
          or exists (select 1 from update_poll_option o where o.picture = p.public_id))""",
        leaving.member,
    )
    return [one["public_id"] for one in found]


async def erase(leaving: Leaving) -> None:
    """What never went out goes, unless others of the team are left to go on with it."""
    await execute(
        """delete from campaign_update u using campaign c where c.id = u.campaign and u.author = {} and u.published_at is null
        and not exists (select from brand_member b where b.brand = c.brand and b.member <> {}
          and b.role in ('owner', 'editor'))""",
        leaving.member, leaving.member,
    )  # fmt: skip
