"""Setting the region's rules in a test, by staff's own verb."""

from dataclasses import asdict
from typing import Any

from app.accounts.viewer import Viewer
from app.site.actions import change_region, change_site
from app.site.profile import region, renew, site
from tests.people import make_member


async def rules_of_the_region(by: Viewer | None = None, **rules: Any) -> None:
    await renew()
    kept = {name: one for name, one in asdict(region()).items() if name != "version"}
    await change_region(by or await make_member(staff=True), **(kept | rules))


async def site_says(by: Viewer | None = None, **said: Any) -> None:
    await renew()
    kept = {name: getattr(site(), name) for name in ("name", "logo", "accent", "sender", "brand")}
    await change_site(by or await make_member(staff=True), **(kept | said))
