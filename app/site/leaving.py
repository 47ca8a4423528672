"""The site's logo is the site's, whoever uploaded it."""

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import rows


async def pictures_kept(leaving: Leaving) -> list[str]:
    return [one["logo"] for one in await rows("select logo from site_profile where logo <> ''")]
