"""What the accounts hold of a member: particulars, ways of signing in, addresses."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import execute, rows


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "profile": await rows(
            """select m.public_id as id, m.created_at as joined_at, m.ref as came_from, p.name, p.bio, p.avatar, p.lang,
              p.time_zone from member m join member_profile p on p.member = m.id where m.id = {}""",
            member,
        ),
        "identities": await rows(
            "select kind, address, verified_at, created_at as added_at from identity where member = {} order by id", member
        ),
        "devices": await rows(
            """select agent as browser, created_at as signed_in_at, seen_at as last_seen_at from session
            where member = {} order by id""",
            member,
        ),
        "second_factors": await rows(
            """select 'passkey' as kind, name, created_at as added_at, used_at from passkey where member = {}
            union all select 'authenticator app', '', created_at, null from totp where member = {}""",
            member, member,
        ),
        "addresses": await rows(
            """select kind, name, phone, country, region, city, line1, line2, postcode, created_at as added_at
            from destination where member = {} order by id""",
            member,
        ),
        "links": await rows(
            """select scope as opens, subject as id, note, created_at as made_at, expires_at, revoked_at
            from capability_link where member = {} order by id""",
            member,
        ),
        "begun": await rows(
            """select kind, subject as id, fields, state, created_at as begun_at, ended_at from intent
            where member = {} order by id""",
            member,
        ),
    }  # fmt: skip


_BY_MEMBER = (
    "session", "password", "passkey", "passkey_challenge", "totp", "recovery_code", "oidc_flow", "capability_link", "intent",
    "destination", "data_export", "sign_in_code", "identity", "member_profile",
)  # fmt: skip
_BY_ADDRESS = ("sign_in_code", "sign_in_link", "oidc_waiting")


async def erase(leaving: Leaving) -> None:
    addresses = list(leaving.addresses)
    for table in _BY_ADDRESS:
        await execute(f"delete from {table} where lower(address) = any({{}})", addresses)
    await execute(
        """delete from intent i where exists (
          select 1 from unnest({}::text[]) a where i.address in ('email:' || a, 'phone:' || a))""",
        addresses,
    )
    # A limit's key is cut at 120 signs, so of a long address its beginning is enough.
    await execute(
        "delete from rate_limit where exists (select 1 from unnest({}::text[]) a where strpos(key, left(a, 40)) > 0)", addresses
    )
    for table in _BY_MEMBER:
        await execute(f"delete from {table} where member = {{}}", leaving.member)
    await execute(
        "update member set erased_at = app_now(), is_staff = false, ref = '' where id = {} or merged_into = {}",
        leaving.member, leaving.member,
    )  # fmt: skip
