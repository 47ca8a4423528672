"""What staff changed in the profiles, and which brands there are to choose from."""

import json
from typing import Any

from app.foundation.database import rows


async def changes_of(profile: str) -> list[dict[str, Any]]:
    """The last changes, newest first."""
    found = await rows("select at, actor, fields from profile_change where profile = {} order by id desc limit 20", profile)
    return [one | {"fields": json.loads(one["fields"])} for one in found]


async def brands_to_choose() -> list[dict[str, Any]]:
    return await rows("select id, public_id, name from brand where visibility = 'visible' order by name, id limit 500")
