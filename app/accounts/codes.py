"""Codes: sent to an address, good for ten minutes in the browser that asked, for five tries; and what they prove.

A browser is known by a token that travels in addresses and forms (`at`): it works where cookies are forgotten.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from app.accounts.addresses import Address
from app.accounts.limits import A_DAY, count, limit_sending, times
from app.accounts.links import make_link
from app.accounts.messages import Message, tell_code
from app.accounts.rules import CODE_MINUTES, CODE_TRIES, PROOF_MINUTES, RESEND_SECONDS, digits_for
from app.accounts.viewer import token_hash
from app.foundation.database import execute, row, rows, transaction
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.settings import settings


@dataclass(frozen=True, slots=True)
class Asked:
    """The code that a browser has asked for and not used up."""

    address: Address
    digits: int
    wait: int


def _code_hash(browser: bytes, address: Address, code: str) -> bytes:
    text = f"{address.kind}:{address.text}:{code}".encode()
    return hmac.new(settings.secret_key.encode(), b"code:" + browser + text, hashlib.sha256).digest()


async def asked_in(browser_token: str, *, member: int | None = None) -> Asked | None:
    """What this browser waits for: a code still good, to sign in with or for a member's further address."""
    if not browser_token:
        return None
    found = await row(
        """select kind, address, digits,
          greatest(0, ceil(extract(epoch from created_at + make_interval(secs => {}) - app_now())))::int as wait
        from sign_in_code where browser_hash = {} and member is not distinct from {}
          and used_at is null and expires_at > app_now() order by id desc limit 1""",
        float(RESEND_SECONDS), token_hash(browser_token), member,
    )  # fmt: skip
    return Asked(Address(found["kind"], found["address"]), found["digits"], found["wait"]) if found else None


async def send_code(
    address: Address, *, place: str, lang: str, next_path: str = "", intent: str = "", member: int | None = None,
    instead_of: str = "", event: str = "",
) -> str:  # fmt: skip
    """Send a fresh code; the token that binds it to this browser comes back. Whether a member has the address is not asked."""
    await limit_sending(address, place)
    digits = digits_for(sent=await times("code-to", address.text), wrong=await times("code-wrong", address.text))
    browser = secrets.token_urlsafe(24)
    code = f"{secrets.randbelow(10**digits):0{digits}}"
    async with transaction():
        await forget_code(instead_of)
        await _keep(browser, address, code, member)
        link = "" if member else await make_link(token_hash(browser), address, next_path=next_path, intent=intent)
        await tell_code(Message(address, code, CODE_MINUTES, link, event), lang=lang)
    return browser


async def _keep(browser: str, address: Address, code: str, member: int | None) -> None:
    await execute(
        """insert into sign_in_code (browser_hash, kind, address, code_hash, digits, member, tries, expires_at)
        values ({}, {}, {}, {}, {}, {}, 0, app_now() + make_interval(mins => {}))""",
        token_hash(browser), address.kind, address.text, _code_hash(token_hash(browser), address, code), len(code), member,
        CODE_MINUTES,
    )  # fmt: skip


async def check_code(browser_token: str, code: str, *, member: int | None = None) -> Address:
    """The address that is now proven. The try is counted before anything is compared."""
    browser = token_hash(browser_token)
    tried = await row(
        """update sign_in_code set tries = tries + 1
        where browser_hash = {} and member is not distinct from {} and used_at is null and expires_at > app_now() and tries < {}
        returning id, kind, address, code_hash, tries""",
        browser, member, CODE_TRIES,
    )  # fmt: skip
    if tried is None:
        raise Refusal(await _why_not(browser, member), field="code")
    address = Address(tried["kind"], tried["address"])
    if not hmac.compare_digest(bytes(tried["code_hash"]), _code_hash(browser, address, code)):
        await count("code-wrong", address.text, within=A_DAY)
        if tried["tries"] >= CODE_TRIES:
            raise Refusal(N_("验证码错了 5 次，已作废。请重新发一个。"), field="code")
        raise Refusal(N_("验证码不对，还可以试 %(left)s 次。"), field="code", left=CODE_TRIES - tried["tries"])
    passed = await rows("update sign_in_code set used_at = app_now() where id = {} and used_at is null returning id", tried["id"])
    if not passed:
        raise Refusal(N_("这个验证码已经用过了，请重新发一个。"), field="code")
    return address


async def _why_not(browser: bytes, member: int | None) -> str:
    last = await row(
        """select used_at, expires_at <= app_now() as is_old from sign_in_code
        where browser_hash = {} and member is not distinct from {} order by id desc limit 1""",
        browser, member,
    )  # fmt: skip
    if last is None:
        return N_("验证码要在申请它的浏览器里填。请在这里重新发一个。")
    if last["used_at"]:
        return N_("这个验证码已经用过了，请重新发一个。")
    return N_("验证码过期了，请重新发一个。") if last["is_old"] else N_("验证码错了 5 次，已作废。请重新发一个。")


async def proven_in(browser_token: str, member: int) -> Address | None:
    """The address that a member has just proven in this browser, while they decide what shall be done with it."""
    found = await row(
        """select kind, address from sign_in_code where browser_hash = {} and member = {}
          and used_at > app_now() - make_interval(mins => {}) order by id desc limit 1""",
        token_hash(browser_token), member, PROOF_MINUTES,
    )  # fmt: skip
    return Address(found["kind"], found["address"]) if found else None


async def forget_code(browser_token: str) -> None:
    """With the link beside it."""
    for table in ("sign_in_code", "sign_in_link"):
        await execute(f"delete from {table} where browser_hash = {{}}", token_hash(browser_token))
