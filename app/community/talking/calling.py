"""Who may be called by an @ in a thread: who has spoken there, and whose the subject is. Nobody else is ever named."""

from app.accounts.viewer import Viewer
from app.community.talking.kinds import Subject
from app.community.talking.rules import Called, calls, mentions
from app.foundation.database import execute, rows
from app.foundation.text import fold

OFFERED = 8
# Members with a name that others see, and when they spoke last.
_SPOKE = """(select m.member, p.name, m.spoke from (
    select member, max(spoke) as spoke from (
      select c.author as member, c.number as spoke from comment c join thread t on t.id = c.thread
      where t.kind = {} and t.subject_id = {} and c.visibility = 'visible' and c.withdrawn_at is null
      union all select unnest({}::bigint[]), 0) each_time group by member) m
  join member_profile p on p.member = m.member and p.visibility = 'visible' and p.name <> '')"""


def _owners(subject: Subject) -> list[int]:
    return [one for one in (subject.author, *subject.co_authors) if one is not None]


async def offered(viewer: Viewer, subject: Subject, typed: str) -> list[str]:
    """Names that begin with (or hold) what was typed, for whoever is writing; never the writer's own."""
    wanted = fold(typed[:60])
    found = await rows(
        f"select s.name from {_SPOKE} s where s.member <> {{}} order by s.spoke desc limit 5000",
        subject.kind, subject.public_id, _owners(subject), viewer.id,
    )  # fmt: skip
    names = ([subject.brand_name] if subject.brand_name else []) + sorted({one["name"] for one in found})
    fitting = [name for name in names if wanted in fold(name)]
    return sorted(fitting, key=lambda name: (not fold(name).startswith(wanted), len(name), name))[:OFFERED]


async def note_mentions(comment: int, subject: Subject, author: int, text: str) -> None:
    """Whom the text calls now, in place of whom it called before."""
    await execute("delete from comment_mention where comment = {}", comment)
    if not (rests := calls(text)):
        return
    known = await _fitting(subject, rests)
    for typed, called in mentions(text, known).items():
        await execute(
            """insert into comment_mention (comment, member, name, is_brand)
            select {}, m, {}, {} from unnest({}::bigint[]) as m where m <> {} on conflict do nothing""",
            comment, typed, called.is_brand, list(called.members), author,
        )  # fmt: skip


async def _fitting(subject: Subject, rests: list[str]) -> list[Called]:
    """Of those who may be called whoever's name may stand after one of the @; of several with one name who spoke last."""
    found = await rows(
        f"""select s.member, s.name from {_SPOKE} s
        where exists (select 1 from unnest({{}}::text[]) as rest where left(rest, 1) = left(s.name, 1)
          or left(lower(rest), length(s.name)) = lower(s.name)) order by s.spoke limit 500""",
        subject.kind, subject.public_id, _owners(subject), rests,
    )  # fmt: skip
    known = {fold(one["name"]): Called(one["name"], (one["member"],)) for one in found}
    if subject.brand is not None and subject.brand_name:
        team = await rows("select member from brand_member where brand = {} order by id", subject.brand)
        known[fold(subject.brand_name)] = Called(subject.brand_name, tuple(one["member"] for one in team), is_brand=True)
    return list(known.values())
