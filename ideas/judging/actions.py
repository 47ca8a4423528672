"""Verbs of a jury: the criteria, inviting, taking a seat, scoring."""

from datetime import timedelta
from typing import Any

from app.accounts.capabilities import capability_key, opens, revoke
from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.brands.desk import Desk
from app.community.moderation.checking import refuse_words
from app.foundation.database import execute, insert, row, rows, sole_lock, transaction, value
from app.foundation.i18n import N_, language, translate
from app.foundation.ids import new_id
from app.foundation.refusals import NotFound, Refusal
from app.notifications.actions import mail_to, notify
from app.notifications.params import Named
from ideas.judging.queries import IS_OWN, is_scored
from ideas.judging.rules import DEFAULTS, INVITATION_DAYS, JURY_OPEN, MOST_JURORS, check_criteria, check_juror
from ideas.judging.tables import Criterion
from ideas.rules import VOTABLE

SCOPE = "jury"
GONE = N_("这份评审邀请已经失效了，请让对方再发一次。")
_VOTABLE = ", ".join(repr(state) for state in VOTABLE)


async def set_criteria(challenge: int, wanted: list[tuple[str, str, int]]) -> None:
    """(word, note, weight) in their order; until the first score."""
    async with transaction():
        await sole_lock("jury", challenge)
        check_criteria([word for word, _, _ in wanted], await is_scored(challenge))
        await refuse_words(word="\n".join(f"{word}\n{note}" for word, note, _ in wanted))
        await execute("delete from criterion where challenge = {}", challenge)
        await _write_criteria(challenge, wanted)


async def _write_criteria(challenge: int, wanted: list[tuple[str, str, int]]) -> None:
    for position, (word, note, weight) in enumerate(wanted):
        await insert(Criterion, challenge=challenge, position=position, word=word, note=note, weight=weight)


async def _settle_criteria(challenge: int) -> None:
    """Without own ones the usual ones are written down, so that everybody scores by the same sheet."""
    await sole_lock("jury", challenge)
    if not await value("select exists (select from criterion where challenge = {})", challenge):
        await _write_criteria(challenge, [(translate(word), translate(note), weight) for word, note, weight in DEFAULTS])


async def invite_juror(viewer: Viewer, desk: Desk, challenge: int, title: str, note: str, address: str = "") -> str:
    """An open seat and its link; mailed where an address is given, which is not kept."""
    await limit("jury", str(desk.brand), most=60, within=timedelta(days=1))
    await refuse_words(note=note)
    async with transaction():
        await _settle_criteria(challenge)
        await _check_room(challenge)
        public_id = await value(
            """insert into jury_seat (public_id, challenge, note, invited_by, expires_at)
            values ({}, {}, {}, {}, app_now() + make_interval(days => {})) returning public_id""",
            new_id(), challenge, note, viewer.id, INVITATION_DAYS,
        )  # fmt: skip
        key = await capability_key(SCOPE, public_id, member=viewer.id)
        if address:
            await mail_to(
                address, "jury_invitation", f"/jury/invitations/{public_id}?key={key}", lang=language.get(),
                name=Named(viewer.id), brand=desk.name, challenge=title, days=INVITATION_DAYS,
            )  # fmt: skip
        return public_id


async def _check_room(challenge: int) -> None:
    if await value("select count(*) from jury_seat where challenge = {} and revoked_at is null", challenge) >= MOST_JURORS:
        raise Refusal(N_("一次征集最多 %(most)s 位评审，先撤掉几位再邀请。"), most=MOST_JURORS)


async def sit_on_jury(viewer: Viewer, challenge: int) -> None:
    """Somebody of the brand's team, without a link."""
    async with transaction():
        await _settle_criteria(challenge)
        await _check_room(challenge)
        await _seat(challenge, viewer)


async def _seat(challenge: int, viewer: Viewer) -> None:
    """Whoever sat there before and was taken off gets the old seat back, with what they had scored."""
    taken = await rows(
        """insert into jury_seat (public_id, challenge, note, member, invited_by, expires_at, taken_at)
        values ({}, {}, {}, {}, {}, app_now(), app_now())
        on conflict (challenge, member) do update set revoked_at = null where jury_seat.revoked_at is not null returning id""",
        new_id(), challenge, viewer.name[:40], viewer.id, viewer.id,
    )  # fmt: skip
    if not taken:
        raise Refusal(N_("你已经是这次征集的评审了。"))


async def take_seat(viewer: Viewer, public_id: str, key: str) -> dict[str, Any]:
    """By the link, once. The challenge's public id and title."""
    if not await opens(key, SCOPE, public_id):
        raise Refusal(GONE)
    async with transaction():
        seat = await row(
            """select j.id, j.challenge, j.invited_by, c.public_id, c.title, b.public_id as brand_id from jury_seat j
            join challenge c on c.id = j.challenge join brand b on b.id = c.brand
            where j.public_id = {} and j.taken_at is null and j.revoked_at is null and j.expires_at > app_now()
            for update of j""",
            public_id,
        )
        if seat is None:
            raise Refusal(GONE)
        known = await row(
            "select id, revoked_at from jury_seat where challenge = {} and member = {}", seat["challenge"], viewer.id
        )
        if known and known["revoked_at"] is None:
            raise Refusal(N_("你已经是这次征集的评审了。"))
        if known:
            await execute("update jury_seat set revoked_at = null where id = {}", known["id"])
            await execute("update jury_seat set revoked_at = app_now() where id = {}", seat["id"])
        else:
            await execute("update jury_seat set member = {}, taken_at = app_now() where id = {}", viewer.id, seat["id"])
        await revoke(SCOPE, public_id)
        desk = f"/brands/{seat['brand_id']}/studio/challenges/{seat['public_id']}/jury"
        await notify([seat["invited_by"]], "juror_joined", desk, name=Named(viewer.id), challenge=seat["title"])
        return seat


async def remove_seat(challenge: int, public_id: str) -> None:
    """An invitation is taken back; a juror's scores count no longer."""
    async with transaction():
        gone = await value(
            """update jury_seat set revoked_at = app_now() where challenge = {} and public_id = {} and revoked_at is null
            returning id""",
            challenge, public_id,
        )  # fmt: skip
        if gone is None:
            raise NotFound
        await revoke(SCOPE, public_id)


async def score_idea(seat: int, idea: int, points: dict[int, int], note: str) -> None:
    """All criteria at once, as often as one likes while the jury sits: one statement, which asks again whether it may."""
    await refuse_words(note=note)
    async with transaction():
        standing = await row(
            f"""select {JURY_OPEN} as is_open, {IS_OWN} as is_own,
              i.visibility = 'visible' and i.state in ({_VOTABLE}) as is_listed
            from jury_seat j join challenge c on c.id = j.challenge join idea i on i.challenge = c.id
            where j.id = {{}} and j.revoked_at is null and i.id = {{}} for share of i, j""",
            seat, idea,
        )  # fmt: skip
        if standing is None:
            raise NotFound
        check_juror(**standing)
        await _write_points(seat, idea, points)
        if note:
            await execute(
                """insert into jury_note (idea, seat, text) values ({}, {}, {})
                on conflict (idea, seat) do update set text = excluded.text""",
                idea, seat, note,
            )  # fmt: skip
        else:
            await execute("delete from jury_note where idea = {} and seat = {}", idea, seat)


async def _write_points(seat: int, idea: int, points: dict[int, int]) -> None:
    written = await rows(
        """insert into score (idea, seat, criterion, points)
        select {}, j.id, k.id, given.points from jury_seat j join criterion k on k.challenge = j.challenge
        join unnest({}::bigint[], {}::smallint[]) as given (criterion, points) on given.criterion = k.id
        where j.id = {} order by k.id
        on conflict (idea, seat, criterion) do update set points = excluded.points, changed_at = app_now() returning id""",
        idea, list(points), list(points.values()), seat,
    )  # fmt: skip
    if len(written) < await value(
        "select count(*) from criterion k join jury_seat j on j.challenge = k.challenge where j.id = {}", seat
    ):
        raise Refusal(N_("评审标准刚刚改过，请刷新页面再打一次分。"))
