"""Fields that the order page repeats: a number beside each add-on and each variant, or one variant picked among its kind."""

from dataclasses import dataclass
from typing import Any

from app.foundation.i18n import N_
from app.web.fields import Email, Field, FieldError

MOST = 1000
LONGEST_NOTE, LONGEST_CARD = 500, 300


class MaybeEmail(Email):
    """Left empty it is none."""

    def read(self, typed: list[Any]) -> str:
        return super().read(typed) if typed and str(typed[-1]).strip() else ""


@dataclass
class Counts(Field):
    """`add_on.<public id>` = a number; as public id to number, without the zeros. `picked`: radios that stand for one each."""

    prefix: str
    picked: str = ""

    def gather(self, name: str, sent: dict[str, list[Any]]) -> list[Any]:
        return [(key, typed) for key, typed in sent.items() if key.startswith((self.prefix, self.picked or self.prefix))]

    def read(self, typed: list[Any]) -> dict[str, int]:
        found: dict[str, int] = {}
        for key, texts in typed:
            text = str(texts[-1]).strip() if texts else ""
            if self.picked and key.startswith(self.picked):
                if text:
                    found[text[:12]] = found.get(text[:12], 0) + 1
            elif n := _whole(text):
                public_id = key.removeprefix(self.prefix)[:12]
                found[public_id] = found.get(public_id, 0) + n
        return found


def _whole(text: str) -> int:
    if not text:
        return 0
    if not text.removeprefix("-").isdecimal() or len(text) > 6:
        raise FieldError(N_("份数请填一个整数。"))
    if not 0 <= int(text) <= MOST:
        raise FieldError(N_("份数不能是负数，也不能超过 %(most)s。"), most=MOST)
    return int(text)
