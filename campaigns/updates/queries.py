"""Updates as a viewer may read them: what isn't for them never leaves the database."""

from typing import Any

from app.accounts.viewer import ANONYMOUS, Viewer
from app.foundation.database import row, rows, value
from app.foundation.refusals import NotFound
from campaigns.updates.rules import STANDS, reads

Update = dict[str, Any]
PAGE, STRIP = 10, 3

# Comments that are seen now; whether a question is asked in it.
_BESIDE = """coalesce((select t.comments from thread t where t.kind = 'update' and t.subject_id = u.public_id), 0) as comments,
    exists (select from update_poll q where q.update = u.id and q.question <> '') as has_poll"""
_FROM = """from campaign_update u join campaign c on c.id = u.campaign left join tier t on t.id = u.tier"""


def _shown(viewer: Viewer) -> str:
    """`is_mine`: for this viewer to read. Of others the title comes along only where the brand tells it to everybody."""
    mine = reads(viewer.id, is_staff=viewer.is_staff)
    return f"""u.id, u.public_id, u.campaign, u.author, u.number, u.audience, u.tells_title, u.lang, u.visibility, u.published_at,
      u.edited_at, u.withdrawn_at, m.yes as is_mine, case when m.yes then u.hidden_reason else '' end as hidden_reason,
      case when m.yes then t.title else '' end as tier_title,
      case when m.yes or u.tells_title then u.title else '' end as title, case when m.yes then u.body else '' end as body,
      case when m.yes then u.pictures else array[]::varchar[] end as pictures, app_now() as now, {_BESIDE}
    {_FROM}, lateral (select {mine} as yes) m"""


def _there(viewer: Viewer, campaign: dict[str, Any] | None = None) -> str:
    """What stands; hidden or waiting for staff it is there only for staff and the team."""
    if viewer.is_staff:
        return STANDS
    team = f"exists (select from brand_member b where b.brand = c.brand and b.member = {int(viewer.id)})"
    return f"{STANDS} and (u.visibility = 'visible'{f' or {team}' if viewer.is_signed_in else ''})"


async def updates_of(viewer: Viewer, campaign: int, *, before: int | None = None, limit: int = PAGE) -> list[Update]:
    """The newest first; one more than asked for says that there are older ones."""
    return await rows(
        f"""select {_shown(viewer)} where u.campaign = {{}} and {_there(viewer)}
        and ({{}}::int is null or u.number < {{}}) order by u.number desc limit {{}}""",
        campaign, before, before, limit + 1,
    )  # fmt: skip


async def strip_of(campaign: int) -> dict[str, Any]:
    """For the campaign's page, as everybody sees it: many are served one rendering."""
    latest = await updates_of(ANONYMOUS, campaign, limit=STRIP)
    count = await value(
        f"select count(*) from campaign_update u where u.campaign = {{}} and {STANDS} and u.visibility = 'visible'", campaign
    )
    return {"updates": latest[:STRIP], "count": count}


async def update_numbered(viewer: Viewer, campaign: int, number: int) -> Update:
    """Withdrawn ones too: their place says so. Whether one may read it says `is_mine`; NotFound where nothing is."""
    there = _there(viewer).replace(" and u.withdrawn_at is null", "")
    if not 0 < number < 10**9:
        raise NotFound
    found = await row(f"select {_shown(viewer)} where u.campaign = {{}} and u.number = {{}} and {there}", campaign, number)
    if found is None:
        raise NotFound
    if found["withdrawn_at"] is not None:
        found |= {"title": "", "body": "", "pictures": [], "has_poll": False}
    return found


async def neighbours_of(viewer: Viewer, update: Update) -> dict[str, Update | None]:
    """The one before and the one after, as the viewer may see them."""
    asked = f"select {_shown(viewer)} where u.campaign = {{}} and {_there(viewer)} and u.number"
    return {
        "older": await row(f"{asked} < {{}} order by u.number desc limit 1", update["campaign"], update["number"]),
        "newer": await row(f"{asked} > {{}} order by u.number limit 1", update["campaign"], update["number"]),
    }


async def readable_update(viewer: Viewer, public_id: str) -> Update:
    """By its id; NotFound for everybody whom it isn't for. With its campaign's address and brand."""
    found = await row(
        f"""select x.*, c.public_id as campaign_public_id, c.title as campaign_title, c.brand, c.state as campaign_state,
          b.name as brand_name
        from (select {_shown(viewer)} where u.public_id = {{}} and {_there(viewer)}) x
        join campaign c on c.id = x.campaign join brand b on b.id = c.brand
        where x.is_mine and (c.visibility = 'visible' or {{}}
          or exists (select from brand_member t where t.brand = c.brand and t.member = {{}}))""",
        public_id, viewer.is_staff, viewer.id,
    )  # fmt: skip
    if found is None:
        raise NotFound
    return found


async def versions_of(update: int) -> list[dict[str, Any]]:
    """Earlier wordings, the latest first, each with the moment at which it was replaced."""
    return await rows("select * from campaign_update_version where update = {} order by id desc", update)


async def desk_updates(campaign: int) -> list[Update]:
    """Drafts first, then what stands, the newest first."""
    return await rows(
        f"""select u.*, t.title as tier_title, {_BESIDE} {_FROM} where u.campaign = {{}}
        order by u.published_at is not null, u.number desc nulls first, u.id desc limit 300""",
        campaign,
    )


async def desk_update(campaign: int, public_id: str) -> Update:
    found = await row(
        f"""select u.*, t.title as tier_title, t.public_id as tier_public_id, app_now() as now, true as is_mine, {_BESIDE} {_FROM}
        where u.campaign = {{}} and u.public_id = {{}}""",
        campaign, public_id,
    )  # fmt: skip
    if found is None:
        raise NotFound
    return found
