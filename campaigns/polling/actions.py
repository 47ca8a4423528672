"""Asking in a draft, and answering what was asked."""

from datetime import datetime, timedelta
from typing import Any

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.foundation.database import execute, insert, row, rows
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.media.actions import attach
from app.media.keys import bare
from campaigns.polling.rules import check_open
from campaigns.polling.tables import UpdatePoll, UpdatePollOption
from campaigns.updates.rules import STANDS, reads


async def keep_poll(viewer: Viewer, update: int, question: str, options: list[tuple[str, str]], ends_at: datetime | None) -> None:
    """Of a draft, which nobody can have answered: what was asked before is replaced."""
    known = await rows(
        "select o.picture from update_poll_option o join update_poll q on q.id = o.poll where q.update = {}", update
    )
    await execute("delete from update_poll where update = {}", update)
    if not question and not options:
        return
    pictures = [picture for _, picture in options if picture]
    own = {one["picture"] for one in known} | set(await attach(viewer.id, pictures))
    made = await insert(UpdatePoll, update=update, question=question, ends_at=ends_at)
    for position, (title, picture) in enumerate(options):
        kept = bare(picture) if bare(picture) in own else ""
        await insert(UpdatePollOption, poll=made["id"], title=title, picture=kept, position=position)


async def answer_poll(viewer: Viewer, update: dict[str, Any], option: str) -> None:
    """One answer each, changed until the end; whom the update isn't for finds no question. The database's clock decides."""
    await limit("poll", str(viewer.id), most=60, within=timedelta(hours=1))
    chosen = await row(
        f"""insert into update_poll_answer (poll, option, member)
        select q.id, o.id, {{}} from update_poll q join update_poll_option o on o.poll = q.id
        join campaign_update u on u.id = q.update join campaign c on c.id = u.campaign
        where u.id = {{}} and o.public_id = {{}} and q.ends_at > app_now() and c.state <> 'completed' and {STANDS}
          and u.visibility = 'visible' and {reads(viewer.id)}
          and not exists (select from brand_member b where b.brand = c.brand and b.member = {{}})
        on conflict (poll, member) do update set option = excluded.option returning id""",
        viewer.id, update["id"], option, viewer.id,
    )  # fmt: skip
    if chosen is None:
        await _say_why(viewer, update, option)


async def _say_why(viewer: Viewer, update: dict[str, Any], option: str) -> None:
    now = await row(
        """select q.ends_at > app_now() and c.state <> 'completed' as is_open,
          exists (select from update_poll_option o where o.poll = q.id and o.public_id = {}) as is_option,
          exists (select from brand_member b where b.brand = c.brand and b.member = {}) as on_team
        from update_poll q join campaign_update u on u.id = q.update join campaign c on c.id = u.campaign where u.id = {}""",
        option, viewer.id, update["id"],
    )  # fmt: skip
    if now is None or not now["is_option"]:
        raise Refusal(N_("请从列出的选项里选一个。"), field="option")
    if now["on_team"]:
        raise Refusal(N_("这是你们品牌问的，留给读者来选。"), field="option")
    check_open(is_open=now["is_open"])
    raise Refusal(N_("这一问不是问你的：它写给另外的读者。"), field="option")
