"""Where a code can be sent: an e-mail or a phone, understood from one field."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from app.accounts.phones import looks_like_phone, read_phone, shown_phone
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal

NEITHER = N_("这不像一个手机号，也不像一个邮箱地址，请检查一下。")
NO_EMAIL = N_("这不像一个邮箱地址，请检查一下。")
NOT_BY_PHONE = N_("这里还不能用手机号，请填邮箱。")


@dataclass(frozen=True, slots=True)
class Address:
    """As it is kept: an e-mail in small letters, a phone in E.164."""

    kind: str
    text: str

    def __str__(self) -> str:
        return shown_phone(self.text) if self.kind == "phone" else self.text


class _Unreadable(Refusal):
    status = 422


def read_address(typed: str, regions: Iterable[str] = (), *, takes_phones: bool = True) -> Address:
    """A Refusal at the field `address` where it is neither, or a phone where phones aren't taken."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if "@" not in text and looks_like_phone(text):
        if not takes_phones:
            raise _Unreadable(NOT_BY_PHONE, field="address")
        try:
            return Address("phone", read_phone(text, regions))
        except Refusal as refusal:
            raise _Unreadable(refusal.sentence, field="address") from None
    try:
        found = validate_email(text, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError:
        raise _Unreadable(NEITHER if takes_phones and "@" not in text else NO_EMAIL, field="address") from None
    return Address("email", found)
