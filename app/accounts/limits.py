"""Rate limits that hold across processes: counted in the database, one statement each."""

from datetime import timedelta

from app.accounts.addresses import Address
from app.accounts.phones import AT_HOME, region_of
from app.accounts.viewer import token_hash
from app.foundation.database import value
from app.foundation.i18n import N_
from app.foundation.refusals import SlowDown

A_WHILE = timedelta(minutes=15)
A_DAY = timedelta(days=1)

TOO_MANY = N_("验证码发得太多了，请过一刻钟再试。最近半小时收到的邮件或短信里，链接都能登录。")
TOO_MANY_ABROAD = N_("这个地区的短信现在发不了，请改用邮箱。")


async def count(what: str, key: str, *, within: timedelta, by: int = 1) -> int:
    """How often `what` was done by `key` in the current window, this time included, which counts for so many."""
    return await value(
        """insert into rate_limit as l (key, ends_at, times) values ({}, app_now() + {}::interval, {})
        on conflict (key) do update set
          times = case when l.ends_at <= app_now() then excluded.times else l.times + excluded.times end,
          ends_at = case when l.ends_at <= app_now() then excluded.ends_at else l.ends_at end
        returning times""",
        f"{what}:{key}"[:120], within, by,
    )  # fmt: skip


async def times(what: str, key: str) -> int:
    """How often so far."""
    return await value("select times from rate_limit where key = {} and ends_at > app_now()", f"{what}:{key}"[:120]) or 0


async def limit(what: str, key: str, *, most: int, within: timedelta, by: int = 1) -> None:
    """SlowDown when `what` is done by `key` more than `most` times in the current window; once may count for several."""
    if await count(what, key, within=within, by=by) > most:
        raise SlowDown


async def limit_for(address: str, place: str, what: str, *, most: int, in_all: int) -> None:
    """Of one address, from one place and in all: a single stranger elsewhere can't use up what its owner needs."""
    await limit(what, f"{place} {address}", most=most, within=A_WHILE)
    await limit(what, address, most=in_all, within=A_WHILE)


def mailbox_of(email: str) -> str:
    """Where it arrives: whatever stands behind a plus, and Gmail's dots, lead to the same person."""
    name, _, host = email.rpartition("@")
    name = name.partition("+")[0]
    return f"{name.replace('.', '') if host in ('gmail.com', 'googlemail.com') else name}@{host}"


async def limit_sending(address: Address, place: str) -> None:
    """Codes to one address and from one place. A text message costs: fewer of them, fewest to where few of us live."""
    try:
        await limit_for(address.text, place, "code-to", most=6, in_all=30)
        if address.kind == "email" and (mailbox := mailbox_of(address.text)) != address.text:
            # Apart from the plain address: whose links would not help somebody that a storm over its aliases locks out.
            await limit("code-to-aliases", token_hash(mailbox).hex()[:32], most=30, within=A_WHILE)
        await limit("code-from", place, most=300, within=timedelta(minutes=10))
        if address.kind == "phone":
            await limit("sms-from", place, most=120, within=timedelta(minutes=10))
    except SlowDown:
        raise SlowDown(TOO_MANY) from None
    if address.kind == "phone" and (region := region_of(address.text)) not in AT_HOME:
        try:
            await limit("sms-abroad", region, most=100, within=timedelta(hours=1))
        except SlowDown:
            raise SlowDown(TOO_MANY_ABROAD) from None
