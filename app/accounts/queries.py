"""Who people are: names and faces for whoever shows them, and what a member knows of themself."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.foundation.database import row, rows
from app.foundation.i18n import N_, translate


@dataclass(frozen=True, slots=True)
class Person:
    """A member as others see them."""

    id: int
    public_id: str
    name: str
    avatar: str = ""

    @property
    def avatar_url(self) -> str:
        return f"/media/{self.avatar}/160.webp" if self.avatar else ""


async def people(ids: Iterable[int | None]) -> dict[int, Person]:
    """The members with these ids: whoever was erased without a name, whoever became part of another as that one."""
    wanted = sorted({one for one in ids if one is not None})
    found = await rows(
        """select w.id as asked, m.id, m.public_id, p.name, p.avatar, p.visibility from member w
        join member m on m.id = coalesce(w.merged_into, w.id)
        left join member_profile p on p.member = m.id where w.id = any({})""",
        wanted,
    )
    gone = translate(N_("已注销的成员"))
    known = {one["asked"]: _shown(one, gone) for one in found}
    return {one: known.get(one, Person(one, "", gone)) for one in wanted}


def _shown(member: dict[str, Any], gone: str) -> Person:
    if member["visibility"] in ("pending", "hidden"):
        return Person(member["id"], member["public_id"], neutral_name(member["public_id"]))
    return Person(member["id"], member["public_id"], member["name"] or gone, member["avatar"] or "")


def neutral_name(public_id: str) -> str:
    """Of a member whose profile others don't see."""
    return translate(N_("成员 %(code)s"), code=public_id[-4:])


async def staff_ids() -> list[int]:
    return [each["id"] for each in await rows("select id from member where is_staff and erased_at is null")]


async def person(member_id: int) -> Person:
    return (await people([member_id]))[member_id]


async def profile_of(member_id: int) -> dict[str, Any]:
    """A member's own particulars, with the address their mail goes to."""
    found = await row(
        """select m.public_id, p.name, p.bio, p.avatar, p.lang, p.time_zone,
          exists (select 1 from password w where w.member = m.id) as has_password,
          (select i.address from identity i where i.member = m.id and i.kind = 'email' and i.verified_at is not null
           order by i.is_first desc, i.id limit 1) as email,
          (select i.address from identity i where i.member = m.id and i.kind = 'phone' and i.verified_at is not null
           order by i.is_first desc, i.id limit 1) as phone
        from member m join member_profile p on p.member = m.id where m.id = {}""",
        member_id,
    )
    assert found is not None
    return found


async def sessions_of(member_id: int) -> list[dict[str, Any]]:
    """Where a member is signed in, last seen first."""
    return await rows(
        """select public_id, id, agent, seen_at, created_at from session
        where member = {} and expires_at > app_now() order by seen_at desc""",
        member_id,
    )
