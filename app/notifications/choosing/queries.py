"""What somebody has chosen, and what there is to choose for them."""

from app.accounts.capabilities import DeadLink, opens
from app.accounts.viewer import Viewer
from app.foundation.database import row, rows, value
from app.notifications.choosing.forms import CHOSEN
from app.notifications.completing import DIGEST, SCOPE
from app.notifications.events import known_events
from app.notifications.kinds import Kind
from app.notifications.planning import hours_of
from app.notifications.rules import Hours, Wish


async def kinds_for(viewer: Viewer) -> dict[str, Kind]:
    """The kinds that can concern them and that can be chosen about."""
    in_team = await value("select exists (select from brand_member where member = {})", viewer.id)
    theirs = {"", *(["team"] if in_team else []), *(["staff"] if viewer.is_staff else [])}
    used = {event.kind for event in known_events().values()}
    return {name: kind for name, kind in CHOSEN.items() if kind.whose in theirs and name in used}


def kinds_with_sms() -> set[str]:
    return {event.kind for event in known_events().values() if event.sms and not event.secret}


async def wishes_of(member: int) -> dict[str, Wish]:
    """For every kind, chosen or not."""
    found = await rows("select kind, in_app, mail, sms from notice_preference where member = {}", member)
    chosen = {one["kind"]: Wish(one["in_app"], one["mail"], one["sms"]) for one in found}
    return {name: chosen.get(name, Wish(mail=kind.mail)) for name, kind in CHOSEN.items()}


async def hours_for(member: int) -> Hours:
    found = await row(
        """select p.time_zone, h.quiet_from, h.quiet_until, coalesce(h.digest_at, 540) as digest_at
        from member_profile p left join notice_hours h on h.member = p.member where p.member = {}""",
        member,
    )
    assert found is not None
    return hours_of(found)


async def mail_is_on(member: int, kind: str) -> bool:
    """Whether mails of this kind come; of `digest`: whether any kind is collected for one."""
    wishes = await wishes_of(member)
    if kind == DIGEST:
        return any(wish.mail in ("daily", "weekly") for wish in wishes.values())
    return wishes[kind].mail != "never"


async def whose_mail(subject: str, key: str) -> tuple[int, str]:
    """The member and the kind that this unsubscribing address is about."""
    public_id, _, kind = subject.partition(".")
    member = await value("select id from member where public_id = {} and erased_at is null", public_id)
    if member is None or (kind not in CHOSEN and kind != DIGEST) or not await opens(key, SCOPE, subject):
        raise DeadLink
    return member, kind
