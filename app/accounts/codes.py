"""Six-digit codes: sent to an address, good for ten minutes in the browser that asked, for five tries."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from app.accounts.limits import limit, limit_for
from app.accounts.rules import CODE_MINUTES, CODE_TRIES, NAME_MINUTES, RESEND_SECONDS
from app.accounts.viewer import token_hash
from app.foundation.database import execute, row, rows, transaction
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.notifications.actions import mail_to
from app.settings import settings


@dataclass(frozen=True, slots=True)
class Asked:
    """The code that a browser has asked for and not used up."""

    address: str
    is_passed: bool
    wait: int


def _code_hash(browser: bytes, address: str, code: str) -> bytes:
    return hmac.new(settings.secret_key.encode(), b"code:" + browser + f"{address}:{code}".encode(), hashlib.sha256).digest()


async def asked_in(browser_token: str) -> Asked | None:
    """What this browser waits for: a code still good, or a name after a right code."""
    if not browser_token:
        return None
    found = await row(
        """select address, used_at is not null as is_passed,
          greatest(0, ceil(extract(epoch from created_at + make_interval(secs => {}) - app_now())))::int as wait
        from sign_in_code where browser_hash = {}
          and case when used_at is null then expires_at > app_now() else used_at > app_now() - make_interval(mins => {}) end
        order by id desc limit 1""",
        float(RESEND_SECONDS), token_hash(browser_token), NAME_MINUTES,
    )  # fmt: skip
    return Asked(**found) if found else None


async def send_code(address: str, *, place: str, lang: str, next_path: str, instead_of: str = "") -> str:
    """Mail a fresh code; the token that binds it to this browser comes back."""
    await limit_for(address, place, "code-to", most=6, in_all=30)
    await limit("code-from", place, most=300, within=timedelta(minutes=10))
    browser = secrets.token_urlsafe(32)
    code = f"{secrets.randbelow(10**6):06}"
    async with transaction():
        await execute("delete from sign_in_code where browser_hash = {}", token_hash(instead_of))
        await execute(
            """insert into sign_in_code (browser_hash, kind, address, code_hash, tries, expires_at)
            values ({}, 'email', {}, {}, 0, app_now() + make_interval(mins => {}))""",
            token_hash(browser), address, _code_hash(token_hash(browser), address, code), CODE_MINUTES,
        )  # fmt: skip
        url = "/sign-in?" + urlencode({"code": code, "next": next_path if len(next_path) <= 200 else "/"})
        await mail_to(address, "sign_in_code", url, lang=lang, code=code, minutes=CODE_MINUTES)
    return browser


async def check_code(browser_token: str, code: str) -> str:
    """The address that is now proven. The try is counted before anything is compared."""
    browser = token_hash(browser_token)
    tried = await row(
        """update sign_in_code set tries = tries + 1
        where browser_hash = {} and used_at is null and expires_at > app_now() and tries < {}
        returning id, address, code_hash, tries""",
        browser, CODE_TRIES,
    )  # fmt: skip
    if tried is None:
        raise Refusal(await _why_not(browser), field="code")
    if not hmac.compare_digest(bytes(tried["code_hash"]), _code_hash(browser, tried["address"], code)):
        if tried["tries"] >= CODE_TRIES:
            raise Refusal(N_("验证码错了 5 次，已作废。请重新发一个。"), field="code")
        raise Refusal(N_("验证码不对，还可以试 %(left)s 次。"), field="code", left=CODE_TRIES - tried["tries"])
    passed = await rows("update sign_in_code set used_at = app_now() where id = {} and used_at is null returning id", tried["id"])
    if not passed:
        raise Refusal(N_("这个验证码已经用过了，请重新发一个。"), field="code")
    return tried["address"]


async def _why_not(browser: bytes) -> str:
    last = await row(
        """select tries, used_at, expires_at <= app_now() as is_old from sign_in_code
        where browser_hash = {} order by id desc limit 1""",
        browser,
    )
    if last is None:
        return N_("验证码要在申请它的浏览器里填。请在这里重新发一个。")
    if last["used_at"]:
        return N_("这个验证码已经用过了，请重新发一个。")
    return N_("验证码过期了，请重新发一个。") if last["is_old"] else N_("验证码错了 5 次，已作废。请重新发一个。")


async def forget_code(browser_token: str) -> None:
    await execute("delete from sign_in_code where browser_hash = {}", token_hash(browser_token))
