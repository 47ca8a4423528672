"""The agreement that stands for an idea, with everybody's part; and who would have to say yes to one."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.accounts.queries import Person, people
from app.accounts.viewer import Viewer
from app.brands.rules import SHOWN_LOGO, SHOWN_NAME
from app.foundation.database import row, rows
from app.foundation.refusals import NotFound
from ideas.agreeing.rules import ROLES, Party, as_percent
from ideas.contributing.queries import credits_of


@dataclass(frozen=True, slots=True)
class Part:
    """One person in an agreement."""

    id: int
    public_id: str
    member: int
    role: str
    points: int
    state: str
    shown_name: str
    reason: str
    answered_at: datetime | None
    person: Person

    @property
    def percent(self) -> str:
        return as_percent(self.points)

    @property
    def name(self) -> str:
        """As it shall be shown: what they wished, else what they are called here."""
        return self.shown_name or self.person.name


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement as pages and the campaign's checklist read it."""

    id: int
    public_id: str
    idea: int
    idea_id: str
    idea_title: str
    idea_lang: str
    idea_state: str
    brand: int
    brand_id: str
    brand_name: str
    brand_logo: str
    version: int
    state: str
    share_percent: Decimal
    terms: str
    shows_parts: bool
    created_at: datetime
    accepted_at: datetime | None
    parts: tuple[Part, ...]

    @property
    def url(self) -> str:
        return f"/agreements/{self.public_id}"

    @property
    def share(self) -> str:
        return f"{self.share_percent.normalize():f}"

    @property
    def waiting(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.state == "waiting")

    @property
    def declined(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.state == "declined")

    def of(self, member: int) -> Part | None:
        return next((part for part in self.parts if part.member == member), None)


_SELECT = f"""select a.id, a.public_id, a.idea, i.public_id as idea_id, i.title as idea_title, i.lang as idea_lang,
    i.state as idea_state, a.brand, b.public_id as brand_id, {SHOWN_NAME} as brand_name, {SHOWN_LOGO} as brand_logo, a.version,
    a.state, a.share_percent, a.terms, a.shows_parts, a.created_at, a.accepted_at
    from agreement a join idea i on i.id = a.idea join brand b on b.id = a.brand"""


async def _whole(found: dict[str, Any] | None) -> Agreed | None:
    if found is None:
        return None
    parts = await rows(
        """select id, public_id, member, role, points, state, reason, answered_at,
          case visibility when 'visible' then shown_name else '' end as shown_name
        from agreement_part where agreement = {} order by points desc, id""",
        found["id"],
    )
    known = await people(one["member"] for one in parts)
    return Agreed(**found, parts=tuple(Part(**one, person=known[one["member"]]) for one in parts))


async def agreement_of(idea: int) -> Agreed | None:
    """The newest that was offered and not replaced, whatever was answered to it."""
    return await _whole(await row(f"{_SELECT} where a.idea = {{}} and a.state <> 'replaced'", idea))


async def accepted_agreement(idea: int) -> Agreed | None:
    """What an idea's and its campaign's pages name people by; nothing before everybody has said yes."""
    found = await agreement_of(idea)
    return found if found and found.state == "accepted" else None


async def agreement_by_public_id(viewer: Viewer, public_id: str) -> Agreed:
    """For those named in it; its brand's team sees it on the desk. NotFound for everybody else."""
    found = await _whole(await row(f"{_SELECT} where a.public_id = {{}}", public_id))
    if found is None or not viewer.is_signed_in or not (found.of(viewer.id) or viewer.is_staff):
        raise NotFound
    return found


async def parties_of(idea: int) -> list[Party]:
    """Author, co-authors, improvers, each once; whoever left the site can't be asked any more."""
    wanted = [Party(one.member, one.role) for one in await credits_of(idea) if one.role in ROLES]
    living = await rows(
        "select id from member where id = any({}) and erased_at is null and merged_into is null", [one.member for one in wanted]
    )
    still_here = {one["id"] for one in living}
    return [one for one in wanted if one.member in still_here]


@dataclass(frozen=True, slots=True)
class Consent:
    """Whether a campaign of this idea may go live, and if not, who is missing."""

    is_given: bool
    missing: tuple[str, ...]
    agreement: Agreed | None


async def consent_to_launch(idea: int) -> Consent:
    """Everybody who has a part in it now said yes to the agreement that stands."""
    agreement, parties = await agreement_of(idea), await parties_of(idea)
    yes = {part.member for part in agreement.parts if part.state == "accepted"} if agreement else set()
    missing = [one.member for one in parties if one.member not in yes]
    known = await people(missing)
    is_given = not missing and (not parties or (agreement is not None and agreement.state == "accepted"))
    return Consent(is_given, tuple(known[one].name for one in missing), agreement)


async def own_agreements(viewer: Viewer) -> list[dict[str, Any]]:
    """Those that wait for the viewer's answer."""
    return await rows(
        """select a.public_id, i.title, b.name as brand from agreement_part p join agreement a on a.id = p.agreement
        join idea i on i.id = a.idea join brand b on b.id = a.brand
        where p.member = {} and p.state = 'waiting' and a.state = 'offered' order by a.id""",
        viewer.id,
    )


async def rounds_of(idea: int) -> list[dict[str, Any]]:
    """What was offered before, newest first, with who said no and why."""
    return await rows(
        """select a.public_id, a.state, a.share_percent, a.created_at, p.member, p.reason from agreement a
        left join agreement_part p on p.agreement = a.id and p.state = 'declined'
        where a.idea = {} and a.state = 'replaced' order by a.id desc limit 20""",
        idea,
    )
