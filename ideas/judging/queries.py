"""A jury as the brand sees it, as a juror sees it, and what its scores come to."""

from dataclasses import dataclass
from typing import Any

from app.accounts.viewer import Viewer
from app.brands.rules import SHOWN_LOGO, SHOWN_NAME
from app.foundation.database import row, rows, value
from app.foundation.i18n import translate
from app.foundation.refusals import NotFound
from ideas.judging.rules import DEFAULTS, JURY_OPEN
from ideas.reviewing.people import HAS_PART
from ideas.rules import VOTABLE

# Of a seat `j` and an idea `i`: the juror authored or improved it, so their points say nothing.
IS_OWN = HAS_PART.format(member="j.member")
_COUNTS = f"j.member is not null and j.revoked_at is null and not {IS_OWN}"
# Each juror's mean for each idea, by the criteria's weights. `{seats}` narrows the seats.
_TOTALS = f"""select s.idea, j.id as seat, sum(s.points * k.weight)::float8 / sum(k.weight) as total
    from jury_seat j join score s on s.seat = j.id join criterion k on k.id = s.criterion join idea i on i.id = s.idea
    where {_COUNTS} and {{seats}} group by s.idea, j.id"""


def judged(seats: str) -> str:
    """SQL: per idea the jury's mean, its spread, how many scored it, and each juror's mean in the order of their seats."""
    return f"""select idea, avg(total) as mean, stddev_pop(total) as spread, count(*)::int as jurors,
      array_agg(total order by seat) as totals from ({_TOTALS.format(seats=seats)}) each_juror group by idea"""


@dataclass(frozen=True, slots=True)
class Criteria:
    """One line of the scoring sheet; `id` is 0 while the challenge goes by the usual ones."""

    id: int
    word: str
    note: str
    weight: int


async def criteria_of(challenge: int) -> list[Criteria]:
    found = await rows("select id, word, note, weight from criterion where challenge = {} order by position", challenge)
    if found:
        return [Criteria(**one) for one in found]
    return [Criteria(0, translate(word), translate(note), weight) for word, note, weight in DEFAULTS]


async def is_scored(challenge: int) -> bool:
    return bool(
        await value(
            "select exists (select from score s join criterion k on k.id = s.criterion where k.challenge = {})", challenge
        )
    )


async def seats_of(challenge: int) -> list[dict[str, Any]]:
    """Those not taken back; with how many ideas each juror has scored. Open invitations last."""
    return await rows(
        """select j.*, j.taken_at is null and j.expires_at <= app_now() as is_over,
          (select count(distinct idea) from score s where s.seat = j.id) as scored
        from jury_seat j where j.challenge = {} and j.revoked_at is null order by j.taken_at is null, j.id""",
        challenge,
    )


async def jury_state(challenge: int) -> dict[str, Any]:
    """Whether scores are taken now, the nearest jury phase, and how many ideas wait for the jury."""
    found = await row(
        f"""select {JURY_OPEN} as is_open, coalesce(p.starts_at, c.opens_at) as starts_at,
          coalesce(p.ends_at, c.answer_due_at) as ends_at, p.id is not null as has_phase,
          (select count(*) from idea i where i.challenge = c.id and i.state = 'in_review' and i.visibility = 'visible') as ideas
        from challenge c left join lateral (select id, starts_at, ends_at from challenge_phase
          where challenge = c.id and 'jury' = any(doors) order by ends_at <= app_now(), starts_at limit 1) p on true
        where c.id = {{}}""",
        challenge,
    )
    assert found is not None
    return found


async def invitation(public_id: str) -> dict[str, Any]:
    """One that still stands; NotFound otherwise."""
    found = await row(
        f"""select j.id, j.public_id, j.invited_by, j.expires_at, c.public_id as challenge_id, c.title as challenge, c.lang,
          {SHOWN_NAME} as brand_name, {SHOWN_LOGO} as logo, b.public_id as brand_id
        from jury_seat j join challenge c on c.id = j.challenge join brand b on b.id = c.brand
        where j.public_id = {{}} and j.taken_at is null and j.revoked_at is null and j.expires_at > app_now()""",
        public_id,
    )
    if found is None:
        raise NotFound
    return found


_SEAT = f"""select j.id as seat, c.id, c.public_id, c.title, c.brief, c.lang, c.brand, {SHOWN_NAME} as brand_name,
    b.public_id as brand_id, b.time_zone as brand_zone, {JURY_OPEN} as is_open, app_now() as now
    from jury_seat j join challenge c on c.id = j.challenge join brand b on b.id = c.brand
    where j.member = {{}} and j.revoked_at is null"""


async def juries_of(viewer: Viewer) -> list[dict[str, Any]]:
    """The newest first."""
    return await rows(f"{_SEAT} order by j.id desc limit 50", viewer.id)


async def own_jury(viewer: Viewer, challenge: str) -> dict[str, Any]:
    """The challenge with the viewer's seat; NotFound for everybody else."""
    found = await row(f"{_SEAT} and c.public_id = {{}}", viewer.id, challenge)
    if found is None or not viewer.is_signed_in:
        raise NotFound
    return found


_LISTED = """i.challenge = {} and i.visibility = 'visible'
    and (i.state = 'in_review' or exists (select 1 from score s where s.idea = i.id and s.seat = {}))"""


async def ideas_to_judge(jury: dict[str, Any]) -> list[dict[str, Any]]:
    """The shortlist: what this juror hasn't scored first. No counts: they judge for themselves."""
    return await rows(
        f"""select i.id, i.public_id, i.title, i.summary, i.cover, i.lang, i.author, i.state, {IS_OWN} as is_own,
          exists (select 1 from score s where s.idea = i.id and s.seat = j.id) as is_scored
        from idea i join jury_seat j on j.id = {{}} where {_LISTED}
        order by is_scored, i.id limit 500""",
        jury["seat"], jury["id"], jury["seat"],
    )  # fmt: skip


async def idea_to_judge(jury: dict[str, Any], public_id: str) -> dict[str, Any]:
    found = await row(
        f"""select i.*, {IS_OWN} as is_own, i.state in ({", ".join(repr(one) for one in VOTABLE)}) as is_listed
        from idea i join jury_seat j on j.id = {{}} where i.public_id = {{}} and {_LISTED}""",
        jury["seat"], public_id, jury["id"], jury["seat"],
    )  # fmt: skip
    if found is None:
        raise NotFound
    return found


async def own_points(seat: int, idea: int) -> tuple[dict[int, int], str]:
    """By criterion, and the note beside them; nothing before they scored."""
    found = await rows("select criterion, points from score where seat = {} and idea = {}", seat, idea)
    note = await value("select text from jury_note where seat = {} and idea = {}", seat, idea)
    return {one["criterion"]: one["points"] for one in found}, note or ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a jury makes of one idea."""

    mean: float
    spread: float
    jurors: int
    totals: list[float]


async def judged_idea(challenge: int, idea: int) -> Judged | None:
    found = await row(f"select * from ({judged('j.challenge = {}')}) r where idea = {{}}", challenge, idea)
    return Judged(found["mean"], found["spread"], found["jurors"], found["totals"]) if found else None


async def scorings_of(challenge: int, idea: int) -> list[dict[str, Any]]:
    """Each juror who scored it, with their mean and note; for the brand, and for jurors who have given theirs."""
    return await rows(
        f"""select t.total, j.member, n.text as note from ({_TOTALS.format(seats="j.challenge = {}")}) t
        join jury_seat j on j.id = t.seat left join jury_note n on n.seat = j.id and n.idea = t.idea
        where t.idea = {{}} order by t.total desc, j.id""",
        challenge, idea,
    )  # fmt: skip


async def jurors_of(challenge: int) -> list[int]:
    """Members who sit on it, in the order in which they came."""
    found = await rows(
        "select member from jury_seat where challenge = {} and member is not null and revoked_at is null order by taken_at, id",
        challenge,
    )
    return [one["member"] for one in found]
