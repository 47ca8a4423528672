"""Who stands behind an e-mail that was typed without a code."""

from app.accounts.actions import lock_address, member_with, neutral_name
from app.accounts.guests.tables import Guest
from app.accounts.tables import Member, MemberProfile
from app.foundation.database import insert, transaction, value


async def backer_behind(email: str, *, lang: str, time_zone: str, ref: str = "") -> int:
    """The member whose proven e-mail it is; else its guest, made now if need be. One e-mail is always one person.

    The caller tells nobody which of them it was, and lets nobody use what only that member may.
    """
    async with transaction():
        await lock_address("email", email)
        known = await member_with("email", email) or await value("select member from guest where address = {}", email)
        if known:
            return known
        member = (await insert(Member, ref=ref, is_staff=False))["id"]
        name = neutral_name(lang)
        await insert(MemberProfile, member=member, name=name, lang=lang, time_zone=time_zone, bio="", avatar="")
        await insert(Guest, member=member, address=email)
        return member


async def guest_address(member: int) -> str:
    """A guest's e-mail; "" for a member with an account."""
    return await value("select address from guest where member = {}", member) or ""
