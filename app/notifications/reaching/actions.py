"""Watching what must reach somebody: each step is recorded, none is taken twice."""

import logging
from datetime import datetime, timedelta
from typing import Any

from app.foundation import clock
from app.foundation.database import execute, row, rows, transaction, value
from app.foundation.i18n import N_
from app.foundation.lifecycle import move_all
from app.foundation.queue import enqueue
from app.notifications.addresses import has_address
from app.notifications.events import Event, known_events
from app.notifications.planning import hours_of, told_of
from app.notifications.rules import Reach, first_channel, sms_time
from app.notifications.tables import MustReach

log = logging.getLogger("zhizao.reaching")

LOOK_AGAIN = timedelta(minutes=5)
BATCH = 200
# Why it went on, as staff read it; a fault of mail or message stands there as the other side said it.
NEVER_SENT, UNACTED = N_("没有寄出"), N_("告诉过了，一直没有处理")


async def begin_reaching(
    members: list[int],
    event: str,
    url: str,
    params: str,
    about: str,
    channel: str,
    mails: dict[int, int],
    messages: dict[int, int],
) -> None:
    """One at a time for the same thing: what is still under way goes on, with the new words."""
    made = await rows(
        """insert into must_reach (member, event, about, url, params, state, mail, sms, next_at)
        select m, {}, {}, {}, {}::jsonb, {}, nullif(mail, 0), nullif(sms, 0), app_now() + interval '1 minute'
        from unnest({}::bigint[], {}::bigint[], {}::bigint[]) as told (m, mail, sms)
        on conflict (member, event, about) where state <> 'settled' and about <> ''
        do update set params = excluded.params, url = excluded.url returning id, xmax = 0 as is_new""",
        event, about, url, params, channel, members,
        [mails.get(one, 0) for one in members], [messages.get(one, 0) for one in members],
    )  # fmt: skip
    await execute(  # their first events, as `begin` leaves one
        """insert into must_reach_event (subject, at, origin, state, why, source)
        select id, app_now(), '', {}, '', 'rule' from unnest({}::bigint[]) as id""",
        channel, [one["id"] for one in made if one["is_new"]],
    )  # fmt: skip


async def follow_up() -> None:
    """All that are due for a look; one that fails is looked at again later and keeps none waiting."""
    await _settle_sent()
    last = 0
    while due := await rows(
        "select id from must_reach where state <> 'settled' and next_at <= app_now() and id > {} order by id limit {}",
        last,
        BATCH,
    ):
        for one in due:
            try:
                await look(one["id"])
            except Exception:
                log.exception("must_reach %s", one["id"])
                await _wait(one["id"], timedelta(hours=1))
        last = due[-1]["id"]


async def _settle_sent() -> None:
    """Most of them, many at a time: the message went out, and nothing more was asked of its reader."""
    content = [name for name, event in known_events().items() if event.falls and not event.unacted_hours]
    for channel in ("mail", "sms"):
        while sent := await rows(
            f"""select r.id from must_reach r join {channel} o on o.id = r.{channel}
            where r.state = {{}} and o.sent_at is not null and r.event = any({{}}) and r.next_at <= app_now() limit 5000""",
            channel, content,
        ):  # fmt: skip
            ids = [one["id"] for one in sent]
            if not await move_all(MustReach, ids, "settled", why="sent", source="rule", also="next_at = null"):
                break


async def look(reaching_id: int) -> None:
    async with transaction():
        found = await row(
            "select * from must_reach where id = {} and state <> 'settled' and next_at <= app_now() for update skip locked",
            reaching_id,
        )
        if found is None:
            return
        event = known_events().get(found["event"])
        if event is None:
            await settle(found["id"], "the event is gone")
        elif event.is_open is not None and not await event.is_open(found["about"]):
            await settle(found["id"], "done")
        elif found["state"] == "staff":
            await _wait(found["id"], timedelta(hours=1))
        else:
            await _judge(found, event)


async def _judge(found: dict[str, Any], event: Event) -> None:
    """What became of the message on the present channel, and of its reader."""
    if not event.unacted_hours and await _was_read(found):
        await settle(found["id"], "read in the app")
        return
    out = await row(f"select sent_at, next_try_at, fault from {found['state']} where id = {{}}", found[found["state"]])
    if out is None or (out["sent_at"] is None and out["next_try_at"] is None):
        await _fall(found, event, out["fault"] if out else NEVER_SENT)
    elif out["sent_at"] is None:
        await _wait(found["id"], LOOK_AGAIN)
    elif not event.unacted_hours:
        await settle(found["id"], "sent")
    else:
        await _fall(found, event, UNACTED, sent_at=out["sent_at"])


async def _was_read(found: dict[str, Any]) -> bool:
    return await value(
        """select exists (select from notice where member = {} and event = {} and url = {} and read_at is not null
        and created_at > {}::timestamptz - interval '1 minute')""",
        found["member"], found["event"], found["url"], found["created_at"],
    )  # fmt: skip


async def _fall(found: dict[str, Any], event: Event, why: str, *, sent_at: datetime | None = None) -> None:
    """On to the next channel; where the present one has worked (`sent_at`), only once its reader has had their time."""
    reader = await _reader(found["member"])
    if reader is None:
        await settle(found["id"], "the member is gone")
        return
    channel = first_channel(told_of(event), Reach(reader["has_mail"], reader["has_phone"]), after=found["state"])
    patience = event.staff_hours if channel == "staff" and event.staff_hours else event.unacted_hours
    if sent_at and sent_at + timedelta(hours=patience) > await clock.now():
        await execute("update must_reach set next_at = {} where id = {}", sent_at + timedelta(hours=patience), found["id"])
        return
    if not channel:
        await settle(found["id"], f"no channel left: {why}"[:200])
        return
    moved = await move_all(MustReach, [found["id"]], channel, why=why[:200], source="rule")
    if moved and channel == "sms" and found["sms"] is None:
        await _text(found, reader)
    else:
        await _wait(found["id"], timedelta(minutes=1))


async def _reader(member: int) -> dict[str, Any] | None:
    return await row(
        f"""select p.lang, p.time_zone, h.quiet_from, h.quiet_until, coalesce(h.digest_at, 540) as digest_at,
          {has_address("p.member", "email")} as has_mail, {has_address("p.member", "phone")} as has_phone
        from member_profile p left join notice_hours h on h.member = p.member where p.member = {{}}""",
        member,
    )


async def _text(found: dict[str, Any], reader: dict[str, Any]) -> None:
    now = await clock.now()
    at = sms_time(now, hours_of(reader))
    made = await row(
        """insert into sms (member, event, url, params, lang, next_try_at)
        select member, event, url, params, {}, {} from must_reach where id = {} returning id""",
        reader["lang"], at, found["id"],
    )  # fmt: skip
    assert made is not None
    await execute(
        "update must_reach set sms = {}, next_at = {}::timestamptz + {} where id = {}", made["id"], at, LOOK_AGAIN, found["id"]
    )
    if at <= now:
        await enqueue("send_sms", {"sms": made["id"]})


async def _wait(reaching_id: int, for_: timedelta) -> None:
    await execute("update must_reach set next_at = app_now() + {}::interval where id = {}", for_, reaching_id)


async def settle(reaching_id: int, why: str, *, actor: int | None = None) -> bool:
    source = "person" if actor else "rule"
    return bool(await move_all(MustReach, [reaching_id], "settled", why=why, actor=actor, source=source, also="next_at = null"))
