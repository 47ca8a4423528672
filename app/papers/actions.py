"""Agreeing to papers, and publishing new versions of them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.foundation.database import execute, insert, row, rows, sole_lock, transaction
from app.foundation.gathering import Gathering
from app.foundation.i18n import N_, language
from app.foundation.planned import planned_rows
from app.foundation.refusals import Refusal
from app.papers.queries import IN_FORCE, age_to_declare, to_agree
from app.papers.rules import ACTS, LANGS, needed
from app.papers.tables import Paper, PaperText, PaperVersion
from app.site.profile import region


async def record_consents(member: int, kinds: Iterable[str], how: str, *, subject: str = "", about: str = "") -> None:
    """The member agreed, by this act, to the versions in force; what they agreed to before isn't noted again.

    `subject` is the public id of what the act made (an idea), `about` the challenge whose own papers come first. Joining also
    agrees to what the region asks of everybody: the crossing of borders where data crosses them, and the least age.
    """
    wanted = needed({*kinds, *(ACTS["joining"] if how == "joining" else ())}, cross_border=region().cross_border)
    if await age_to_declare(member, how):
        async with transaction():
            await _agree_to(wanted, member, how, subject, about)
            await _declare_age(member, how)
    else:
        await _agree_to(wanted, member, how, subject, about)


async def _agree_to(wanted: list[str], member: int, how: str, subject: str, about: str) -> None:
    await _consent((tuple(wanted), about, member, how, subject, language.get()))


_Asked = tuple[tuple[str, ...], str, int, str, str, str]


async def _write_consents(asked: list[_Asked]) -> list[None]:
    """Nearly every act of everybody's asks for it: those of the same moment share a statement and a commit."""
    alike: dict[tuple[tuple[str, ...], str], list[_Asked]] = defaultdict(list)
    for one in asked:
        alike[one[:2]].append(one)
    for (wanted, about), those in alike.items():
        await planned_rows(
            f"""with force as ({IN_FORCE})
            insert into consent (member, version, how, subject, lang)
            select distinct a.member, force.id, a.how, a.subject, a.lang
            from force, unnest({{}}::bigint[], {{}}::text[], {{}}::text[], {{}}::text[]) as a (member, how, subject, lang)
            where not exists (select 1 from consent c where c.member = a.member and c.version = force.id
              and c.withdrawn_at is null and (a.subject = '' or c.subject = a.subject))""",
            list(wanted), ["", about], *(list(column) for column in zip(*(one[2:] for one in those), strict=True)),
        )  # fmt: skip
    return [None] * len(asked)


_consent = Gathering(_write_consents)


async def agree(member: int, act: str, *, subject: str = "", about: str = "", abroad: bool | None = None) -> None:
    """Everything that the line beside this act's button said. `abroad`: whether its box was ticked, where there was a form."""
    kinds = set(ACTS[act])
    if region().cross_border and "cross_border" in kinds and not abroad and act != "joining":
        if abroad is False and any(one.kind == "cross_border" for one in await to_agree(member, act)):
            raise Refusal(N_("要先同意个人信息传到境外，才能继续。"), field="cross_border")
        kinds.discard("cross_border")
    if act == "idea":
        await record_consents(member, kinds - {"idea_licence"}, act)
        await record_consents(member, {"idea_licence"}, act, subject=subject, about=about)
    else:
        await record_consents(member, kinds, act)


async def record_consent_to(member: int, version: int, how: str, *, subject: str) -> None:
    """The member agreed to just this version, which may no longer be the one in force; once for each subject."""
    await execute(
        """insert into consent (member, version, how, subject, lang) select {}, {}, {}, {}, {}
        where not exists (select 1 from consent c where c.member = {} and c.version = {} and c.subject = {})""",
        member, version, how, subject, language.get(), member, version, subject,
    )  # fmt: skip


async def declare_age(member: int, act: str) -> None:
    """By the act itself, as the line beside it says; once."""
    await _declare_age(member, act)


async def _declare_age(member: int, how: str) -> None:
    if least := await age_to_declare(member, how):
        await execute(
            "insert into consent (member, age, how, subject, lang) values ({}, {}, {}, '', {})",
            member,
            least,
            how,
            language.get(),
        )


async def challenge_licence(challenge: str) -> int:
    """The version of the idea's licence that answers to this challenge (its public id) are given under."""
    found = await row(f"with force as ({IN_FORCE}) select id from force", ["idea_licence"], ["", challenge])
    assert found is not None, "the default licence comes with the migrations"
    return found["id"]


async def publish_version(
    kind: str,
    texts: dict[str, dict[str, str]],
    *,
    is_major: bool,
    effective_at: datetime | None = None,
    note: str = "",
    subject: str = "",
    by: int | None = None,
) -> dict[str, Any]:
    """A document's next version, in at least one language; in force now, or from a moment to come."""
    written = {lang: text for lang, text in texts.items() if lang in LANGS and text["body"].strip()}
    if not written:
        raise Refusal(N_("至少写一种语言的正文。"))
    async with transaction():
        await sole_lock(f"paper:{kind}:{subject}", 0)
        paper = await _paper(kind, subject)
        last = await row(
            "select major, minor, effective_at from paper_version where paper = {} order by major desc, minor desc limit 1", paper
        )
        moment = await row("select greatest({}::timestamptz, app_now()) as at", effective_at)
        assert moment is not None
        if last and last["effective_at"] > moment["at"]:
            raise Refusal(N_("上一个版本还没生效，新版本要在它之后生效。"), field="effective_at")
        major, minor = _next_number(last, is_major)
        made = await insert(PaperVersion, paper=paper, major=major, minor=minor, effective_at=moment["at"], note=note, by=by)
        for lang, text in written.items():
            await insert(PaperText, version=made["id"], lang=lang, title=text["title"], body=text["body"])
        return made


async def _paper(kind: str, subject: str) -> int:
    found = await rows("select id from paper where kind = {} and subject = {}", kind, subject)
    return found[0]["id"] if found else (await insert(Paper, kind=kind, subject=subject))["id"]


def _next_number(last: dict[str, Any] | None, is_major: bool) -> tuple[int, int]:
    if last is None:
        return 1, 0
    return (last["major"] + 1, 0) if is_major else (last["major"], last["minor"] + 1)


async def withdraw_own_licence(challenge: str) -> None:
    """Back to the default, while nobody has answered: the caller makes sure of that."""
    await execute(
        """delete from paper_version v using paper p where p.id = v.paper and p.kind = 'idea_licence' and p.subject = {}
        and not exists (select 1 from consent c where c.version = v.id)""",
        challenge,
    )
