"""Which versions stand, what they say, and what a member has agreed to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.foundation.database import row, rows
from app.foundation.i18n import language
from app.foundation.refusals import NotFound
from app.papers.rules import ACTS, languages, needed, number, parse_number
from app.site.profile import region

# The version in force of each kind: one written for the subject before the site's own.
IN_FORCE = """select distinct on (p.kind) p.kind, p.subject, v.id, v.major, v.minor from paper p
  join paper_version v on v.paper = p.id
  where p.kind = any({}) and p.subject = any({}) and v.effective_at <= app_now()
  order by p.kind, p.subject desc, v.major desc, v.minor desc"""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a document, with its text in the language nearest to the reader's."""

    id: int
    kind: str
    subject: str
    major: int
    minor: int
    effective_at: datetime
    note: str
    lang: str
    title: str
    body: str

    @property
    def number(self) -> str:
        return number(self.major, self.minor)

    @property
    def base(self) -> str:
        """The address of the document, whichever version stands."""
        return f"/papers/{self.kind}" if not self.subject else f"/challenges/{self.subject}/licence"

    @property
    def url(self) -> str:
        """The address of just this version."""
        return f"{self.base}/{self.number}"


_TOLD = """select v.id, p.kind, p.subject, v.major, v.minor, v.effective_at, v.note, t.lang, t.title, t.body
  from paper p join paper_version v on v.paper = p.id
  join lateral (select lang, title, body from paper_text where version = v.id
    order by array_position({}::text[], lang::text) limit 1) t on true"""


async def versions(kind: str, subject: str = "") -> list[Version]:
    """All of a document's, newest first; those that will only come into force too."""
    found = await rows(
        f"{_TOLD} where p.kind = {{}} and p.subject = {{}} order by v.major desc, v.minor desc",
        languages(language.get()), kind, subject,
    )  # fmt: skip
    return [Version(**one) for one in found]


def standing(all_versions: list[Version], now: datetime) -> Version | None:
    """The newest that is in force."""
    return next((one for one in all_versions if one.effective_at <= now), None)


async def version_of(kind: str, asked: str, subject: str = "") -> Version:
    wanted = parse_number(asked)
    found = next((one for one in await versions(kind, subject) if (one.major, one.minor) == wanted), None)
    if found is None:
        raise NotFound
    return found


async def version_in_force(kind: str) -> int:
    """The id of the site's own document as it stands now; of one that only comes into force, its first."""
    found = await row(f"with force as ({IN_FORCE}) select id from force", [kind], [""]) or await row(
        """select v.id from paper p join paper_version v on v.paper = p.id where p.kind = {} and p.subject = ''
        order by v.effective_at, v.id limit 1""",
        kind,
    )
    assert found is not None, "every kind has a default that comes with the migrations"
    return int(found["id"])


async def version_by_id(version: int) -> Version:
    """Just that one, whichever is in force by now."""
    found = await row(f"{_TOLD} where v.id = {{}}", languages(language.get()), version)
    if found is None:
        raise NotFound
    return Version(**found)


async def texts_of(version: int) -> dict[str, dict[str, str]]:
    """Title and body in each language."""
    found = await rows("select lang, title, body from paper_text where version = {}", version)
    return {one["lang"]: {"title": one["title"], "body": one["body"]} for one in found}


async def to_agree(member: int, act: str, about: str = "") -> list[Version]:
    """What this member hasn't agreed to yet, in the present major version, among what the act needs.

    An idea's licence is named each time: it is given for that idea.
    """
    kinds = needed(ACTS[act], cross_border=region().cross_border)
    found = await rows(
        f"""with force as ({IN_FORCE}), told as ({_TOLD})
        select told.* from force join told on told.id = force.id
        where force.kind = 'idea_licence' or not exists (
          select 1 from consent c join paper_version v on v.id = c.version join paper p on p.id = v.paper
          where c.member = {{}} and c.withdrawn_at is null and p.kind = force.kind and p.subject = force.subject
            and v.major = force.major)
        order by array_position({{}}::text[], force.kind::text)""",
        kinds, ["", about], languages(language.get()), member, kinds,
    )  # fmt: skip
    return [Version(**one) for one in found]


async def has_agreed(member: int, kind: str, subject: str = "") -> bool:
    """To the present major version of the site's own document, for this subject where one is named."""
    return await row(
        f"""with force as ({IN_FORCE}) select 1 from force join paper_version now on now.id = force.id
        join paper_version v on v.paper = now.paper and v.major = now.major join consent c on c.version = v.id
        where c.member = {{}} and c.withdrawn_at is null and ({{}} = '' or c.subject = {{}}) limit 1""",
        [kind], [""], member, subject, subject,
    ) is not None  # fmt: skip


async def age_to_declare(member: int, act: str) -> int:
    """The least age that this act asks for and that the member hasn't declared yet; 0 where there is nothing to say."""
    least: int = getattr(region(), f"least_age_{'join' if act == 'joining' else act}", 0)
    if not least:
        return 0
    declared = await row("select 1 from consent where member = {} and age >= {} limit 1", member, least)
    return 0 if declared else least


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in one line beside the button of an act; nothing, where all is agreed."""

    papers: list[Version]
    age: int

    def __bool__(self) -> bool:
        return bool(self.papers or self.age)


async def asked_for(member: int, act: str) -> Asked:
    """For the fragment papers/_consent.html. Whoever is signed out (0) agrees to papers on joining, and here says their age."""
    return Asked(await to_agree(member, act) if member else [], await age_to_declare(member, act))


async def consents_of(member: int) -> list[dict[str, Any]]:
    """What a member agreed to and declared, newest first."""
    found = await rows(
        f"""select c.created_at as at, c.how, c.subject as made, c.age, c.lang as seen_in, c.withdrawn_at, told.* from consent c
        left join ({_TOLD}) told on told.id = c.version where c.member = {{}} order by c.id desc""",
        languages(language.get()), member,
    )  # fmt: skip
    return [_consent(one) for one in found]


def _consent(one: dict[str, Any]) -> dict[str, Any]:
    apart = ("at", "how", "made", "age", "seen_in", "withdrawn_at")
    paper = {name: text for name, text in one.items() if name not in apart}
    return {name: one[name] for name in apart} | {"version": Version(**paper) if one["id"] else None}
