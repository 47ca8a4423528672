"""Passkeys: what a browser is asked, and what its answer proves. The one module that speaks WebAuthn."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.accounts.factors.actions import after_removal, prove_session
from app.accounts.factors.queries import passkeys_of
from app.accounts.factors.rules import CHALLENGE_MINUTES, KEEPERS, MOST_PASSKEYS
from app.accounts.factors.tables import Passkey
from app.accounts.queries import profile_of
from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import execute, insert, row, rows, sole_lock, transaction
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound, Refusal
from app.notifications.actions import notify
from app.site.profile import site

T = TypeVar("T")

PATIENCE = CHALLENGE_MINUTES * 60_000
OVER = N_("等得太久了，请再试一次。")
UNREADABLE = N_("这个浏览器的回答核对不上。请再试一次，或换一种方式。")
UNKNOWN = N_("这个通行密钥在这里没有登记，可能已经删除了。请换一种方式登录。")
# A hostile answer may break its reading anywhere in the library.
BROKEN = (WebAuthnException, ValueError, TypeError, AttributeError, LookupError, RecursionError)
TRANSPORTS = {one.value for one in AuthenticatorTransport}


@dataclass(frozen=True, slots=True)
class Party:
    """Whom a passkey belongs to: the site's host, and the one origin that may ask for it."""

    id: str
    origin: str


async def options_for_adding(viewer: Viewer, party: Party) -> str:
    """A key that is found without a name and asks for a finger, a face or the screen's lock."""
    profile = await profile_of(viewer.id)
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=site().name,
        user_id=viewer.public_id.encode(),
        user_name=profile["email"] or profile["phone"] or viewer.name,
        user_display_name=viewer.name,
        timeout=PATIENCE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_described(await passkeys_of(viewer.id)),
    )
    await _keep_challenge(options.challenge, "add", viewer.id)
    return options_to_json(options)


async def options_for_asking(viewer: Viewer, party: Party) -> str:
    """Signed in: one of their own. Signed out: whichever the browser has for this site."""
    known = _described(await passkeys_of(viewer.id)) if viewer.is_signed_in else []
    options = generate_authentication_options(
        rp_id=party.id, timeout=PATIENCE, allow_credentials=known, user_verification=UserVerificationRequirement.REQUIRED
    )
    await _keep_challenge(options.challenge, "prove" if viewer.is_signed_in else "enter", viewer.id or None)
    return options_to_json(options)


def _described(passkeys: list[dict[str, Any]]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=bytes(one["credential_id"]),
            transports=[AuthenticatorTransport(word) for word in one["transports"].split()] or None,
        )
        for one in passkeys
    ]


async def add_passkey(viewer: Viewer, party: Party, answer: str, *, made_in: str) -> None:
    challenge = await _used_challenge(answer, "add", viewer.id)
    proven = _read(
        lambda: verify_registration_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=party.id, expected_origin=party.origin,
            require_user_verification=True,
        )
    )  # fmt: skip
    name = (KEEPERS.get(proven.aaguid) or made_in)[:40]
    async with transaction():
        await sole_lock("factors", viewer.id)
        if len(await passkeys_of(viewer.id)) >= MOST_PASSKEYS:
            raise Refusal(N_("通行密钥已经有 %(n)s 个了，先删掉不用的。"), n=MOST_PASSKEYS)
        if await row("select 1 from passkey where credential_id = {}", proven.credential_id):
            raise Refusal(N_("这个通行密钥已经添加过了。"))
        await insert(
            Passkey, member=viewer.id, credential_id=proven.credential_id, public_key=proven.credential_public_key,
            sign_count=proven.sign_count, transports=_transports(answer), is_synced=proven.credential_backed_up, name=name,
            used_at=await clock.now(),
        )  # fmt: skip
        await prove_session(viewer)
        await notify([viewer.id], "passkey_added", "/me/security", name=name)


async def member_by_passkey(party: Party, answer: str, viewer: Viewer) -> int:
    """Whose passkey has just answered; of somebody signed in only their own counts."""
    challenge = await _used_challenge(answer, "prove" if viewer.is_signed_in else "enter", viewer.id or None)
    known = await row(
        "select id, member, public_key, sign_count from passkey where credential_id = {}", _read(lambda: _credential_id(answer))
    )
    if known is None or (viewer.is_signed_in and known["member"] != viewer.id):
        raise Refusal(UNKNOWN)
    proven = _read(
        lambda: verify_authentication_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=party.id, expected_origin=party.origin,
            credential_public_key=bytes(known["public_key"]), credential_current_sign_count=known["sign_count"],
            require_user_verification=True,
        )
    )  # fmt: skip
    await execute(
        """update passkey set sign_count = greatest(sign_count, {}), is_synced = {}, used_at = app_now() where id = {}""",
        proven.new_sign_count, proven.credential_backed_up, known["id"],
    )  # fmt: skip
    return known["member"]


async def rename_passkey(viewer: Viewer, public_id: str, name: str) -> None:
    if not await rows(
        "update passkey set name = {} where member = {} and public_id = {} returning id", name, viewer.id, public_id
    ):
        raise NotFound(N_("这个通行密钥已经删除了。"))


async def remove_passkey(viewer: Viewer, public_id: str) -> None:
    async with transaction():
        await sole_lock("factors", viewer.id)
        gone = await rows("delete from passkey where member = {} and public_id = {} returning name", viewer.id, public_id)
        if not gone:
            raise NotFound(N_("这个通行密钥已经删除了。"))
        await after_removal(viewer)
        await notify([viewer.id], "passkey_removed", "/me/security", name=gone[0]["name"])


async def _keep_challenge(challenge: bytes, purpose: str, member: int | None) -> None:
    await execute(
        """insert into passkey_challenge (challenge_hash, purpose, member, expires_at)
        values ({}, {}, {}, app_now() + make_interval(mins => {}))""",
        hashlib.sha256(challenge).digest(), purpose, member, CHALLENGE_MINUTES,
    )  # fmt: skip


async def _used_challenge(answer: str, purpose: str, member: int | None) -> bytes:
    """The challenge that this answer signs: ours, for this purpose and person, and gone from now on, right or wrong."""
    challenge = _read(lambda: parse_client_data_json(base64url_to_bytes(_parsed(answer)["response"]["clientDataJSON"])).challenge)
    found = await rows(
        """delete from passkey_challenge where challenge_hash = {} and purpose = {} and member is not distinct from {}
        returning expires_at > app_now() as is_fresh""",
        hashlib.sha256(challenge).digest(), purpose, member,
    )  # fmt: skip
    if not found or not found[0]["is_fresh"]:
        raise Refusal(OVER)
    return challenge


def _parsed(answer: str) -> dict[str, Any]:
    return json.loads(answer)


def _credential_id(answer: str) -> bytes:
    return base64url_to_bytes(_parsed(answer)["id"])


def _transports(answer: str) -> str:
    said = _parsed(answer)["response"].get("transports")
    return " ".join(sorted({one for one in said if one in TRANSPORTS})) if isinstance(said, list) else ""


def _read(reading: Callable[[], T]) -> T:
    try:
        return reading()
    except BROKEN as error:
        raise Refusal(UNREADABLE) from error
