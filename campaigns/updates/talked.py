"""An update is talked about by those whom it is for; its brand's team speaks for the brand."""

from collections.abc import Iterable
from typing import Any

from app.accounts.viewer import Viewer
from app.brands.queries import member_ids_of
from app.community.talking.kinds import Subject, Talked
from app.foundation.database import rows
from app.foundation.i18n import N_, translate
from campaigns.updates.queries import readable_update
from campaigns.updates.rules import STANDS


async def talk_of_update(update: dict[str, Any]) -> Subject:
    title = translate(N_("%(campaign)s：%(update)s"), campaign=update["campaign_title"], update=update["title"])
    url = f"/campaigns/{update['campaign_public_id']}/updates/{update['number']}"
    return Subject(
        "update", update["id"], update["public_id"], title, url,
        brand=update["brand"], brand_name=update["brand_name"],
        told=tuple(await member_ids_of(update["brand"], "owner", "editor", "support")),
    )  # fmt: skip


async def find(viewer: Viewer, public_id: str) -> Subject:
    return await talk_of_update(await readable_update(viewer, public_id))


async def named(ids: Iterable[int]) -> list[Subject]:
    found = await rows(
        f"""select u.id, u.public_id, u.number, u.title, c.public_id as campaign_public_id, c.title as campaign_title, c.brand,
          b.name as brand_name
        from campaign_update u join campaign c on c.id = u.campaign join brand b on b.id = c.brand
        where u.id = any({{}}) and {STANDS} and u.visibility = 'visible' and c.visibility = 'visible'""",
        list(ids),
    )
    return [await talk_of_update(one) for one in found]


TALKED = {"update": Talked(find, named, is_for_some=True)}
