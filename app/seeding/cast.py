"""Who acts in the seeded world: members with names and faces, a crowd that votes, and the desks of brands."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from app.accounts.actions import create_member, edit_profile
from app.accounts.factors.actions import give_totp
from app.accounts.factors.totp import fresh_secret
from app.accounts.passwords import hashed
from app.accounts.staff import create_staff
from app.accounts.tables import Member, MemberProfile, Password
from app.accounts.viewer import Viewer, find_member
from app.brands.desk import Desk
from app.foundation.database import insert, transaction
from app.foundation.i18n import language
from app.media.actions import attach, keep_rendered
from app.media.rendering import Rendered
from app.seeding.composing import compose_name
from app.seeding.reading import Person

PASSWORD = "zhizao-demo"  # noqa: S105 - the seeded world's, told to everybody
WITH_PASSWORD = ("fan", "brand", "backer", "staff")
WITH_TOTP = ("brand", "staff")  # the page that asks shows the code in development
REFS = ("", "", "", "wechat", "xiaohongshu", "line", "weibo", "whatsapp")


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """What is written here is in this language."""
    token = language.set(lang)
    try:
        yield
    finally:
        language.reset(token)


@dataclass
class Cast:
    """Everybody by their key, the desks of brands by theirs, and what has been made so far."""

    random: Random
    people: dict[str, Viewer] = field(default_factory=dict)
    joined: dict[int, float] = field(default_factory=dict)
    desks: dict[str, Desk] = field(default_factory=dict)
    challenges: dict[str, dict[str, Any]] = field(default_factory=dict)
    ideas: dict[str, dict[str, Any]] = field(default_factory=dict)
    campaigns: dict[str, dict[str, Any]] = field(default_factory=dict)
    tiers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    async def join(self, person: Person, face: Rendered, day: float) -> None:
        address = f"{person.key}@zhizao.test"
        ref = self.random.choice(REFS)
        member = await create_member("email", address, person.name, lang=person.lang, time_zone=person.zone, ref=ref)
        if person.key == "staff":
            await create_staff(address)
        if person.key in WITH_PASSWORD:
            await self._give_password(member)
        if person.key in WITH_TOTP:
            await give_totp(member, fresh_secret())
        viewer = await find_member(member)
        avatar = await attach(member, [await keep_rendered(member, face)])
        await edit_profile(viewer, name=person.name, bio=person.bio, avatar=avatar[0], lang=person.lang, time_zone=person.zone)
        self._enter(person.key, await find_member(member), day)

    async def _give_password(self, member: int) -> None:
        await insert(Password, member=member, hash=await hashed(PASSWORD))

    async def join_crowd(self, number: int, day: float) -> None:
        """Someone who only votes. Without an address: a thousand mails to nobody would be written otherwise."""
        async with transaction():
            member = (await insert(Member, ref=self.random.choice(REFS), is_staff=False))["id"]
            await insert(MemberProfile, member=member, name=compose_name(self.random), bio="", avatar="")
        self._enter(f"voter{number}", await find_member(member), day)

    def _enter(self, key: str, viewer: Viewer, day: float) -> None:
        self.people[key] = viewer
        self.joined[viewer.id] = day

    @property
    def staff(self) -> Viewer:
        return self.people["staff"]
