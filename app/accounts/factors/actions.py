"""Verbs of second factors: an authenticator app set up, asked and removed; recovery codes drawn and used."""

import secrets

from app.accounts.factors.queries import has_factors, is_obliged
from app.accounts.factors.rules import RECOVERY_CODES, RECOVERY_LENGTH, plain_recovery_code, shown_recovery_code
from app.accounts.factors.sealing import keyed_hash, seal, unseal
from app.accounts.factors.tables import RecoveryCode
from app.accounts.factors.totp import being_set_up, step_of
from app.accounts.factors.tries import count_try, forget_tries
from app.accounts.viewer import Viewer
from app.foundation.database import execute, insert, row, rows, sole_lock, transaction, value
from app.foundation.i18n import N_
from app.foundation.ids import ALPHABET
from app.foundation.refusals import Refusal
from app.notifications.actions import notify

SECURITY = "/me/security"
WRONG = N_("验证码不对。请填验证器里现在显示的 6 位，并确认手机时间是自动校准的。")


async def set_up_totp(viewer: Viewer, carried: str, code: str) -> None:
    """From the first right code on; an app that was set up before serves no longer."""
    await count_try("totp-new", viewer.id, most=20)
    secret = being_set_up(viewer.id, carried)
    if secret is None:
        raise Refusal(N_("这个二维码过期了。请扫下面的新二维码，再填验证码。"), field="code")
    step = step_of(secret, code)
    if step is None:
        raise Refusal(WRONG, field="code")
    async with transaction():
        await _keep_totp(viewer.id, secret, step)
        await prove_session(viewer)
        await notify([viewer.id], "totp_set", SECURITY)


async def give_totp(member: int, secret: str) -> None:
    """For the seeded people."""
    await _keep_totp(member, secret, 0)


async def _keep_totp(member: int, secret: str, step: int) -> None:
    await execute(
        """insert into totp (member, secret, last_step) values ({}, {}, {})
        on conflict (member) do update set secret = excluded.secret, last_step = excluded.last_step""",
        member, seal(secret), step,
    )  # fmt: skip


async def check_totp(member: int, code: str) -> None:
    """No code is taken twice, and none that is older than one taken."""
    await count_try("totp", member)
    kept = await value("select secret from totp where member = {}", member)
    secret = unseal(kept) if kept else None
    step = step_of(secret, code) if secret else None
    if step is None:
        raise Refusal(WRONG, field="code")
    if not await rows("update totp set last_step = {} where member = {} and last_step < {} returning id", step, member, step):
        raise Refusal(N_("这个验证码用过了。等它换成下一个再填。"), field="code")
    await forget_tries("totp", member)


async def totp_secret(member: int) -> tuple[str, int] | None:
    """For development, where the page that asks shows the code too."""
    kept = await row("select secret, last_step from totp where member = {}", member)
    secret = unseal(kept["secret"]) if kept else None
    return (secret, kept["last_step"]) if kept and secret else None


async def remove_totp(viewer: Viewer) -> None:
    async with transaction():
        await sole_lock("factors", viewer.id)
        if await rows("delete from totp where member = {} returning id", viewer.id):
            await after_removal(viewer)
            await notify([viewer.id], "totp_removed", SECURITY)


async def after_removal(viewer: Viewer) -> None:
    """Other browsers prove themselves anew; who must have a second factor keeps one; without any, codes for it mean nothing."""
    await execute("update session set second_factor_at = null where member = {} and id <> {}", viewer.id, viewer.session)
    if await has_factors(viewer.id):
        return
    if await is_obliged(viewer.id):
        raise Refusal(N_("品牌团队和平台运营至少要留一种两步验证。先添加一种新的，再删这一个。"))
    await execute("delete from recovery_code where member = {}", viewer.id)
    await execute("update session set second_factor_at = null where member = {}", viewer.id)


async def prove_session(viewer: Viewer) -> None:
    """This browser has just shown a second factor."""
    await execute("update session set second_factor_at = app_now() where id = {} and member = {}", viewer.session, viewer.id)


async def draw_recovery_codes(viewer: Viewer) -> list[str]:
    """Ten new ones, to be shown this once; those before are void."""
    drawn = ["".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]
    async with transaction():
        await sole_lock("factors", viewer.id)
        if not await has_factors(viewer.id):
            raise Refusal(N_("先添加通行密钥或验证器，再生成备用码。"))
        await execute("delete from recovery_code where member = {}", viewer.id)
        for plain in drawn:
            await insert(RecoveryCode, member=viewer.id, code_hash=_code_hash(viewer.id, plain))
        await notify([viewer.id], "recovery_codes_drawn", SECURITY)
    return [shown_recovery_code(plain) for plain in drawn]


async def use_recovery_code(member: int, typed: str) -> None:
    await count_try("recovery", member, most=10)
    used = await rows(
        "update recovery_code set used_at = app_now() where member = {} and code_hash = {} and used_at is null returning id",
        member, _code_hash(member, plain_recovery_code(typed)),
    )  # fmt: skip
    if not used:
        raise Refusal(N_("这个备用码不对，或者已经用过了。每个只能用一次。"), field="recovery")
    await forget_tries("recovery", member)
    left = await value("select count(*) from recovery_code where member = {} and used_at is null", member)
    await notify([member], "recovery_code_used", SECURITY, left=left)


def _code_hash(member: int, plain: str) -> bytes:
    return keyed_hash("recovery", f"{member}:{plain}")


async def forget_factors(member: int) -> None:
    """Everything lost: the operator, who has made sure who is asking, lets them set up anew."""
    async with transaction():
        await sole_lock("factors", member)
        for table in ("passkey", "totp", "recovery_code"):
            await execute(f"delete from {table} where member = {{}}", member)
        await execute("update session set second_factor_at = null where member = {}", member)
        await notify([member], "factors_forgotten", SECURITY)
