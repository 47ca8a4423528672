"""Capability links: an address that opens one thing to its holder. It is for reading: what changes something asks who one is.

The key is signed over its row, its scope and its subject, so it opens nothing else; the row makes it end and be revoked.
"""

import hashlib
import hmac
from datetime import timedelta
from typing import Any

from litestar.response import Response

from app.foundation.database import execute, row, rows
from app.foundation.gathering import Gathering
from app.foundation.i18n import N_
from app.foundation.ids import new_id
from app.foundation.planned import planned_rows
from app.foundation.refusals import NotFound
from app.settings import settings

# How long a key of each scope lasts unless it is asked for otherwise.
SCOPES = {
    "pledge": timedelta(days=400),  # the backer's own pledge: to see it, and to go on paying for it
    "pay": timedelta(days=60),  # the same pledge for whoever pays: what it is and what it costs, nothing of its backer
    "perk": timedelta(days=800),
    "gift": timedelta(days=400),  # to whoever shall take it: the card, and what it is
    "preview": timedelta(days=14),  # a campaign that isn't public yet, for somebody outside the brand's team
    "report": timedelta(days=30),  # a challenge's figures on one sheet, for somebody outside the brand's team
    "invitation": timedelta(days=14),
    "jury": timedelta(days=14),  # a seat on a challenge's jury
    "tier": timedelta(days=30),  # a secret tier of a campaign
    "co_author": timedelta(days=14),  # an idea, for somebody asked to write it together
    "unsubscribe": timedelta(days=800),  # old mails are opened late
    "intent": timedelta(days=7),
}
SERVES_AGAIN = timedelta(days=7)  # a link that ends sooner is too short for somebody who gets it only now
GONE = N_("这个链接失效了，或者没有复制完整。请向给你链接的人再要一个。")
OWN_GONE = N_("这个链接失效了，或者没有复制完整。是你自己的，登录后就能看到；不是，就向给你链接的人再要一个。")

_LIVING = "revoked_at is null and expires_at > app_now()"


class DeadLink(NotFound):
    """Forged, ended, revoked or another's: which of them it is, nobody is told."""

    def __init__(self, sentence: str = GONE) -> None:
        super().__init__(sentence)


def key_of(link: dict[str, Any]) -> str:
    """The key of a link's row, for `?key=`; it says nothing about whether the link still lives."""
    text = f"capability:{link['public_id']}:{link['scope']}:{link['subject']}".encode()
    signature = hmac.new(settings.secret_key.encode(), text, hashlib.sha256).hexdigest()[:40]
    return f"{link['public_id']}.{signature}"


async def new_link(
    scope: str, subject: str, *, member: int | None = None, lasting: timedelta | None = None, note: str = ""
) -> dict[str, Any]:
    """Another link beside those there are: `member` is whoever may revoke it, `note` tells them which it is."""
    made = await row(
        """insert into capability_link (public_id, scope, subject, member, note, expires_at)
        values ({}, {}, {}, {}, {}, app_now() + {}::interval) returning *""",
        new_id(), scope, subject, member, note, lasting or SCOPES[scope],
    )  # fmt: skip
    assert made is not None
    return made


async def capability_key(scope: str, subject: str, *, member: int | None = None, lasting: timedelta | None = None) -> str:
    """The key for `?key=` of this subject's address; the same living link serves again. Writes: not for a GET."""
    lasting = lasting or SCOPES[scope]
    return key_of(await _living_or_new((scope, subject, member, lasting, min(SERVES_AGAIN, lasting / 2))))


_Asked = tuple[str, str, int | None, timedelta, timedelta]


async def _give_out(asked: list[_Asked]) -> list[dict[str, Any]]:
    """Under load each pledge wants one: those of the same moment share a commit."""
    return await planned_rows(
        f"""with asked as (select * from unnest(
          {{}}::text[], {{}}::text[], {{}}::text[], {{}}::bigint[], {{}}::interval[], {{}}::interval[])
          with ordinality as a (public_id, scope, subject, member, lasting, serves, n)),
        known as (select distinct on (a.n) a.n, l.public_id, l.scope, l.subject from asked a
          join capability_link l on l.scope = a.scope and l.subject = a.subject and {_LIVING} and l.note = ''
          and l.expires_at > app_now() + a.serves order by a.n, l.id desc),
        made as (insert into capability_link (public_id, scope, subject, member, note, expires_at)
          select a.public_id, a.scope, a.subject, a.member, '', app_now() + a.lasting from asked a
          where a.n not in (select n from known) returning public_id, scope, subject)
        select n, public_id, scope, subject from known
        union all select a.n, m.public_id, m.scope, m.subject from made m join asked a on a.public_id = m.public_id order by n""",
        [new_id() for _ in asked], *(list(column) for column in zip(*asked, strict=True)),
    )  # fmt: skip


_living_or_new = Gathering(_give_out)


async def _write_first(asked: list[tuple[str, int, tuple[str, ...]]]) -> list[dict[str, str]]:
    each = [(new_id(), scope, subject, member, SCOPES[scope]) for subject, member, scopes in asked for scope in scopes]
    await planned_rows(
        """insert into capability_link (public_id, scope, subject, member, expires_at)
        select a.public_id, a.scope, a.subject, a.member, app_now() + a.lasting
        from unnest({}::text[], {}::text[], {}::text[], {}::bigint[], {}::interval[])
          as a (public_id, scope, subject, member, lasting) returning id""",
        *(list(column) for column in zip(*each, strict=True)),
    )  # fmt: skip
    made = iter(each)
    keys = []
    for subject, _, scopes in asked:
        ids = [next(made)[0] for _ in scopes]
        keys.append(
            {
                scope: key_of({"public_id": public_id, "scope": scope, "subject": subject})
                for scope, public_id in zip(scopes, ids, strict=True)
            }
        )
    return keys


# The first keys of something just made, by scope: asked for as (public id, member, scopes), together with others of that moment.
first_keys = Gathering(_write_first)


async def living_links(scope: str, subject: str) -> list[dict[str, Any]]:
    """Newest first; each may be given out again by `key_of`."""
    return await rows(
        f"select * from capability_link where scope = {{}} and subject = {{}} and {_LIVING} order by id desc limit 100",
        scope, subject,
    )  # fmt: skip


async def opened_link(key: str, scope: str, subject: str) -> dict[str, Any] | None:
    """The living link whose key this is, if it opens this subject."""
    link_id, _, signature = key[:80].partition(".")
    wanted = key_of({"public_id": link_id, "scope": scope, "subject": subject}).partition(".")[2]
    if not hmac.compare_digest(signature.encode(), wanted.encode()):
        return None
    return await row(
        f"select * from capability_link where public_id = {{}} and scope = {{}} and subject = {{}} and {_LIVING}",
        link_id, scope, subject,
    )  # fmt: skip


async def opens(key: str, scope: str, subject: str) -> bool:
    """Whether this key opens this subject now."""
    return await opened_link(key, scope, subject) is not None


async def revoke(scope: str, subject: str) -> None:
    """All links of this scope to this subject."""
    await execute(
        "update capability_link set revoked_at = app_now() where scope = {} and subject = {} and revoked_at is null",
        scope,
        subject,
    )


async def revoke_link(scope: str, subject: str, public_id: str) -> bool:
    """One of them; False where it had ended."""
    revoked = await rows(
        f"""update capability_link set revoked_at = app_now()
        where public_id = {{}} and scope = {{}} and subject = {{}} and {_LIVING} returning id""",
        public_id, scope, subject,
    )  # fmt: skip
    return bool(revoked)


async def note_opening(link: dict[str, Any]) -> None:
    """Told by the page's own script, hence by somebody who saw it: a chat's or a mail's scanner only fetches."""
    await execute("update capability_link set opened = opened + 1, opened_at = app_now() where id = {}", link["id"])


def by_link(response: Response) -> Response:
    """A page that a key in the address opened: nobody keeps it, lists it, or learns the address from a link on it.

    No Referer leaves it, not even to ourselves (logs of a proxy in front). The price: with `no-referrer` browsers send
    `Origin: null` with every form of the page (Fetch, "append a request Origin header"; Chromium, WebKit and Firefox alike).
    Sec-Fetch-Site still says `same-origin`, which app/web/security.py asks first. What has no Sec-Fetch-Site (WebKit
    before 16.4, old Android views) is served there as somebody signed out: the key in the address still says what
    may be paid for, and what changes something asks for a code anyhow.
    """
    response.headers |= {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
    return response
