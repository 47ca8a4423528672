"""A refusal is one plain sentence for the person, shown where it happened; nothing they typed is lost."""

from typing import Any

from app.foundation.i18n import N_, translate


class Refusal(Exception):
    """The rules say no. `sentence` is a gettext message in zh-Hans with %(name)s placeholders."""

    status = 409

    def __init__(self, sentence: str, *, field: str = "", **params: Any) -> None:
        super().__init__(sentence % params if params else sentence)
        self.sentence, self.field, self.params = sentence, field, params

    def text(self) -> str:
        """The sentence in the language of the person now asking."""
        return translate(self.sentence, **self.params)


class Invalid(Refusal):
    """What was typed can't be read; `errors` maps a field to its sentence (already translated)."""

    status = 422

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(next(iter(errors.values()), ""))
        self.errors = errors

    def text(self) -> str:
        return self.sentence


class NotFound(Refusal):
    status = 404

    def __init__(self, sentence: str = N_("这里没有你要找的页面，链接可能已失效。")) -> None:
        super().__init__(sentence)


class Forbidden(Refusal):
    status = 403

    def __init__(self, sentence: str = N_("你没有权限做这件事。")) -> None:
        super().__init__(sentence)


class SlowDown(Refusal):
    status = 429

    def __init__(self, sentence: str = N_("操作太频繁了，请过几分钟再试。")) -> None:
        super().__init__(sentence)


class SignInNeeded(Refusal):
    """The person must sign in first; answered with a redirect that comes back here."""

    status = 401

    def __init__(self, sentence: str = N_("请先登录。")) -> None:
        super().__init__(sentence)


class SecondFactorNeeded(Refusal):
    """Signed in, but a brand's desk and the staff's want a second factor; answered with a redirect that comes back here."""

    status = 401

    def __init__(self, sentence: str = N_("请先做两步验证。")) -> None:
        super().__init__(sentence)
