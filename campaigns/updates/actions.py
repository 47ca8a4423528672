"""An update's verbs: begun, kept while one writes, published with its number, reworded in public, taken back."""

from datetime import timedelta
from typing import Any

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.community.moderation.checking import check_text
from app.foundation import clock
from app.foundation.database import execute, insert, row, sole_lock, transaction, value
from app.foundation.i18n import N_, language
from app.foundation.refusals import NotFound, Refusal
from app.media.actions import attach
from app.media.keys import bare
from campaigns.announcing.many import tell_later
from campaigns.polling.actions import keep_poll
from campaigns.polling.queries import Poll, poll_of
from campaigns.polling.rules import check_poll
from campaigns.updates.forms import RewordForm, UpdateForm
from campaigns.updates.rules import (
    check_complete,
    check_may_publish,
    check_may_reword,
    check_revision,
    check_rhythm,
)  # fmt: skip
from campaigns.updates.tables import CampaignUpdate, CampaignUpdateVersion

PUBLISHED = N_("这条动态已经发布，草稿不在了。")


async def begin_update(viewer: Viewer, campaign: dict[str, Any]) -> dict[str, Any]:
    await limit("update-draft", str(campaign["id"]), most=60, within=timedelta(days=1))
    return await insert(CampaignUpdate, campaign=campaign["id"], author=viewer.id, lang=language.get())


async def save_update(viewer: Viewer, update: dict[str, Any], form: UpdateForm) -> int:
    """What a page shows becomes the draft, unless another page has saved a newer one. The revision from now on."""
    async with transaction():
        now = await _draft(update)
        check_revision(now["revision"], form.based_on)
        tier = await value("select id from tier where public_id = {} and campaign = {}", form.tier, now["campaign"])
        saved = await row(
            """update campaign_update set title = {}, body = {}, pictures = {}, audience = {}, tier = {}, tells_title = {},
              lang = {}, revision = revision + 1 where id = {} returning revision""",
            form.title, form.body, await attached(viewer, now["pictures"], form.pictures), form.audience,
            tier if form.audience == "tier" else None, form.tells_title and form.audience != "public", language.get(), now["id"],
        )  # fmt: skip
        await keep_poll(viewer, now["id"], form.question, form.options, form.ends_at)
        assert saved is not None
        return int(saved["revision"])


async def _draft(update: dict[str, Any]) -> dict[str, Any]:
    now = await row("select * from campaign_update where id = {} for update", update["id"])
    if now is None:
        raise NotFound
    if now["published_at"] is not None:
        raise Refusal(PUBLISHED)
    return now


async def attached(viewer: Viewer, known: list[str], wanted: list[str]) -> list[str]:
    """Those that stood there already, whoever of the team brought them, and the viewer's own, in the order of the form."""
    own = set(await attach(viewer.id, [one for one in wanted if bare(one) not in known])) | set(known)
    return [bare(one) for one in dict.fromkeys(wanted) if bare(one) in own]


async def check_ready(draft: dict[str, Any]) -> Poll | None:
    """Its poll; refuses, at the field, what it still lacks to be published."""
    check_complete(draft["title"], draft["body"], draft["audience"], draft["tier"])
    poll = await poll_of(draft["id"])
    if poll is not None:
        check_poll(poll.question, [one.title for one in poll.options], poll.ends_at, await clock.now())
    return poll


async def publish_update(viewer: Viewer, update: dict[str, Any], based_on: int | None = None) -> dict[str, Any]:
    """It gets the campaign's next number; whom it is for is told in batches, as soon as it may be seen."""
    async with transaction():
        now = await _draft(update)
        await sole_lock("updates of campaign", now["campaign"])
        check_revision(now["revision"], based_on)
        check_may_publish(await value("select state from campaign where id = {}", now["campaign"]))
        poll = await check_ready(now)
        await limit("update", str(now["campaign"]), most=12, within=timedelta(days=1))
        made = await row(
            """update campaign_update set published_at = app_now(), author = {}, number = 1 + coalesce(
              (select max(number) from campaign_update where campaign = {}), 0) where id = {} returning *""",
            viewer.id, now["campaign"], now["id"],
        )  # fmt: skip
        assert made is not None
        visibility = await check_text(
            "update", made["id"], title=made["title"], body=made["body"], question=poll.words if poll else "", is_new=True,
            author=viewer.id,
        )  # fmt: skip
        if visibility == "visible":
            await tell_later("update", made["id"])
    return made | {"visibility": visibility}


async def reword_update(viewer: Viewer, update: dict[str, Any], form: RewordForm) -> str:
    """What stood before is kept, and whoever may read the update can open it. Its visibility from now on."""
    async with transaction():
        now = await row("select * from campaign_update where id = {} and number is not null for update", update["id"])
        if now is None:
            raise NotFound
        versions = await value("select count(*) from campaign_update_version where update = {}", now["id"])
        check_may_reword(withdrawn=now["withdrawn_at"] is not None, visibility=now["visibility"], versions=versions)
        pictures = await attached(viewer, now["pictures"], form.pictures)
        if (form.title, form.body, pictures) == (now["title"], now["body"], now["pictures"]):
            return str(now["visibility"])
        if now["visibility"] == "visible":  # what waited all the time nobody has read
            await insert(CampaignUpdateVersion, update=now["id"], title=now["title"], body=now["body"], pictures=now["pictures"])
        await execute(
            "update campaign_update set title = {}, body = {}, pictures = {}, edited_at = app_now() where id = {}",
            form.title, form.body, pictures, now["id"],
        )  # fmt: skip
        return await check_text("update", now["id"], title=form.title, body=form.body, author=viewer.id)


async def withdraw_update(update: dict[str, Any]) -> None:
    """Its number stays, with a line that says so; its words, its talk and its poll are shown to nobody any more."""
    await execute(
        "update campaign_update set withdrawn_at = app_now() where id = {} and published_at is not null and withdrawn_at is null",
        update["id"],
    )


async def drop_draft(update: dict[str, Any]) -> None:
    async with transaction():
        now = await _draft(update)
        await execute("delete from campaign_update where id = {}", now["id"])


async def promise_rhythm(campaign: dict[str, Any], days: int | None) -> None:
    async with transaction():
        now = await row("select state, update_days from campaign where id = {} for update", campaign["id"])
        assert now is not None
        check_rhythm(days, now["state"], now["update_days"])
        await execute("update campaign set update_days = {} where id = {}", days, campaign["id"])
