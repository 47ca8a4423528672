"""Staff's verbs over the profiles: each keeps who changed what."""

import json
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import execute, row, sole_lock, transaction
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.site.profile import read_profiles, renew

SITE = ("name", "logo", "accent", "sender", "brand")
REGION = (
    "least_age_join", "least_age_vote", "least_age_pledge", "phone_to_post", "pre_moderation", "cross_border", "withdrawal_days",
    "no_donations", "seller", "footer",
)  # fmt: skip


async def change_site(
    viewer: Viewer, *, name: str, logo: str = "", accent: str = "", sender: str = "", brand: int | None = None
) -> None:
    """The site's whole profile as it shall be from now on; `brand` makes it the site of that brand alone."""
    async with transaction():
        if brand is not None and not await row("select 1 from brand where id = {} and visibility = 'visible'", brand):
            raise Refusal(N_("没有找到这个品牌。"), field="brand")
        before, _ = await read_profiles()
        values = {"name": name, "logo": logo, "accent": accent, "sender": sender, "brand": brand}
        await _change(viewer, "site", {field: getattr(before, field) for field in SITE}, values)
    await renew()


async def change_region(viewer: Viewer, **rules: Any) -> None:
    async with transaction():
        _, before = await read_profiles()
        await _change(viewer, "region", {field: getattr(before, field) for field in REGION}, rules)
    await renew()


async def _change(viewer: Viewer, profile: str, before: dict[str, Any], values: dict[str, Any]) -> None:
    """What stays the same is neither written nor noted."""
    assert before.keys() == values.keys()
    changed = {name: [before[name], one] for name, one in values.items() if before[name] != one}
    if not changed:
        return
    await sole_lock(f"profile:{profile}", 0)
    names = ", ".join(values)
    excluded = ", ".join(f"{name} = excluded.{name}" for name in values)
    holes = ", ".join("{}" for _ in values)
    await execute(
        f"""insert into {profile}_profile as p (only_row, version, {names}) values (true, 1, {holes})
        on conflict (only_row) do update set {excluded}, version = p.version + 1""",
        *values.values(),
    )
    await execute(
        "insert into profile_change (actor, profile, fields) values ({}, {}, {}::jsonb)",
        viewer.id, profile, json.dumps(changed, ensure_ascii=False),
    )  # fmt: skip
