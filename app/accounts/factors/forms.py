"""What people type, or their browser answers, about second factors."""

from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from app.accounts.forms import Code
from app.foundation.i18n import N_
from app.web.fields import Field, FieldError, Line

MOST_ANSWER = 20_000


class AppCode(Code):
    """Six digits that an authenticator app shows."""

    def read(self, typed: list[Any]) -> str:
        try:
            return super().read(typed)
        except FieldError:
            raise FieldError(N_("验证码是验证器里显示的 6 位数字。")) from None


@dataclass
class Answer(Field):
    """What a passkey answered, as JSON; empty where no script ran."""

    def read(self, typed: list[Any]) -> str:
        text = typed[-1] if typed and isinstance(typed[-1], str) else ""
        if not text or len(text) > MOST_ANSWER:
            raise FieldError(N_("浏览器没有给出通行密钥。请再试一次，或换一种方式。"))
        return text


class TotpForm(msgspec.Struct):
    next: Annotated[str, Line(600, least=0)]
    code: Annotated[str, AppCode()]


class NewTotpForm(msgspec.Struct):
    next: Annotated[str, Line(600, least=0)]
    carried: Annotated[str, Line(1000, least=0)]
    code: Annotated[str, AppCode()]


class RecoveryForm(msgspec.Struct):
    next: Annotated[str, Line(600, least=0)]
    recovery: Annotated[str, Line(60)]


class PasskeyForm(msgspec.Struct):
    next: Annotated[str, Line(600, least=0)]
    intent: Annotated[str, Line(200, least=0)]
    answer: Annotated[str, Answer()]


class PasskeyNameForm(msgspec.Struct):
    name: Annotated[str, Line(40)]
