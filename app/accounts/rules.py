"""Decisions about signing in that need nothing but their values."""

import ipaddress
from datetime import timedelta

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal

CODE_TRIES = 5
CODE_DIGITS, DIGITS_UNDER_ATTACK = 6, 8
CODE_MINUTES = 10
RESEND_SECONDS = 60
LINK_MINUTES = 30  # of the link beside the code
PROOF_MINUTES = 30  # after a right code for a further address, to say what shall be done with it
SESSION_DAYS = 90
SECOND_FACTOR_DAYS = 30  # then a brand's team and staff prove it again
PLACE_WINDOW = timedelta(minutes=10)  # many share one address: limits by place are soft and short
LEAST_PASSWORD, MOST_PASSWORD = 8, 200

NEUTRAL_NAME = N_("粉丝%(tail)s")

# Why one is asked to sign in, by the noun of what was begun.
REASONS = {
    "vote": N_("一人一票，所以投票前先登录。"),
    "pledges": N_("支持要能查、能退，所以先登录。"),
    "ideas": N_("创意要署你的名，所以先登录。"),
    "reservations": N_("开始时要能找到你，所以先登录。"),
    "follow": N_("有进展要能告诉你，所以先登录。"),
    "acceptance": N_("加入团队要知道你是谁，所以先登录。"),
    "perks": N_("权益只给本人看，所以先登录。"),
    "brands": N_("品牌要有人负责，所以先登录。"),
    "inbox": N_("消息只给本人看，所以先登录。"),
    "staff": N_("这里只对平台运营开放，请先登录。"),
}


def reason_to_sign_in(begun: str, next_path: str) -> str:
    """One sentence, or "" where signing in needs no reason."""
    first = next_path.strip("/").split("?")[0].split("/")[0]
    return REASONS.get(begun) or (REASONS.get(first, "") if next_path not in ("", "/") and not begun else "")


def digits_for(*, sent: int, wrong: int) -> int:
    """Longer codes while somebody keeps asking for an address's codes or guessing them: nobody is locked out, nothing is guessed.

    `sent` in the current quarter of an hour, `wrong` within a day.
    """
    return DIGITS_UNDER_ATTACK if sent > 10 or wrong >= 50 else CODE_DIGITS


def place_of(address: str) -> str:
    """The network a request came from: an IPv6 subscriber has a whole /64."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:60]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:  # an IPv4 visitor as a socket for both sees them: else all of them were one place
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network(f"{found}/64", strict=False))
    return str(found)


EASY = {"password", "passw0rd", "qwertyui", "iloveyou", "abcd1234", "1q2w3e4r", "woaini1314", "a1234567", "qwer1234"}


def check_password(password: str, address: str, name: str) -> None:
    """Refuses what would be guessed among the first."""
    folded = password.casefold()
    local = address.partition("@")[0].casefold()
    digits = "01234567890123456789"
    if len(set(folded)) < 4 or folded in EASY or folded in digits or folded in digits[::-1]:
        raise Refusal(N_("这个密码太容易猜到，请换一个。"), field="password")
    if folded in (local, address.casefold(), name.casefold()) or folded.removeprefix(local) in ("1", "12", "123", "1234"):
        raise Refusal(N_("密码不要用自己的手机号、邮箱或名字。"), field="password")


_BROWSERS = {
    "MicroMessenger": N_("微信"), "Line/": "LINE", "Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari",
}  # fmt: skip
_SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "HarmonyOS": "HarmonyOS", "Android": "Android", "Mac OS": "Mac", "Windows": "Windows",
    "Linux": "Linux",
}  # fmt: skip


def device_words(agent: str) -> tuple[str, str]:
    """The browser and the system that a user agent names; "" where it names none we know."""
    browser = next((word for mark, word in _BROWSERS.items() if mark in agent), "")
    system = next((word for mark, word in _SYSTEMS.items() if mark in agent), "")
    return browser, system
