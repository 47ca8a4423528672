"""What people type about themselves."""

import unicodedata
from dataclasses import dataclass
from typing import Annotated, Any
from zoneinfo import available_timezones

import msgspec

from app.accounts.rules import CODE_DIGITS, DIGITS_UNDER_ATTACK, LEAST_PASSWORD, MOST_PASSWORD
from app.foundation.i18n import LANGUAGES, N_
from app.web.fields import Choice, Email, Field, FieldError, Files, Line, Prose


@dataclass
class Secret(Field):
    """A password: kept as typed but for the form of its signs."""

    least: int = 1

    def read(self, typed: list[Any]) -> str:
        text = typed[-1] if typed and isinstance(typed[-1], str) else ""
        text = unicodedata.normalize("NFKC", text[: MOST_PASSWORD + 1])
        if not text:
            raise FieldError(N_("这里还没有填写。"))
        if len(text) < self.least:
            raise FieldError(N_("密码至少 %(n)s 位。"), n=self.least)
        if len(text) > MOST_PASSWORD:
            raise FieldError(N_("密码最多 %(n)s 位。"), n=MOST_PASSWORD)
        return text


class Code(Field):
    """Six digits (eight under attack), however they were pasted: full-width, with spaces or a hyphen."""

    def read(self, typed: list[Any]) -> str:
        text = unicodedata.normalize("NFKC", typed[-1][:40] if typed and isinstance(typed[-1], str) else "")
        digits = "".join(sign for sign in text if sign.isdecimal())
        if len(digits) not in (CODE_DIGITS, DIGITS_UNDER_ATTACK) or not digits.isascii():
            raise FieldError(N_("验证码是刚收到的 6 位数字。"))
        return digits


class Zone(Field):
    """A time zone by its name; "" where there is none that we know."""

    def read(self, typed: list[Any]) -> str:
        name = typed[-1] if typed and isinstance(typed[-1], str) else ""
        return name if len(name) <= 40 and name in available_timezones() else ""


class KnownZone(Zone):
    def read(self, typed: list[Any]) -> str:
        if not (name := super().read(typed)):
            raise FieldError(N_("请从列出的选项里选一个。"))
        return name


class EmailForm(msgspec.Struct):
    email: Annotated[str, Email()]


class AddressForm(msgspec.Struct):
    """A phone or an e-mail in one field; the browser's zone helps to read a number without its country."""

    address: Annotated[str, Line(320)]
    time_zone: Annotated[str, Zone()]


class CodeSignInForm(msgspec.Struct):
    code: Annotated[str, Code()]
    time_zone: Annotated[str, Zone()]


class PasswordSignInForm(msgspec.Struct):
    address: Annotated[str, Line(320)]
    password: Annotated[str, Secret()]
    time_zone: Annotated[str, Zone()]


class ProfileForm(msgspec.Struct):
    name: Annotated[str, Line(40)]
    bio: Annotated[str, Prose(300, least=0)]
    avatar: Annotated[list, Files(1)]
    kept: Annotated[str, Line(12, least=0)]
    lang: Annotated[str, Choice(tuple(LANGUAGES))]
    time_zone: Annotated[str, KnownZone()]


class NewPasswordForm(msgspec.Struct):
    password: Annotated[str, Secret(LEAST_PASSWORD)]


class ChangedPasswordForm(msgspec.Struct):
    current: Annotated[str, Secret()]
    password: Annotated[str, Secret(LEAST_PASSWORD)]


class CurrentPasswordForm(msgspec.Struct):
    current: Annotated[str, Secret()]
