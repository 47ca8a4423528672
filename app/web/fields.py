"""How one field of a form is read: each kind turns what was typed into a value, or says one sentence."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from email_validator import EmailNotValidError, validate_email
from litestar.datastructures import UploadFile

from app.foundation.i18n import N_, translate, zone
from app.foundation.money import Money, parse_amount
from app.foundation.text import clean_line, clean_text


class FieldError(Exception):
    """One sentence about one field, already in the reader's language."""

    def __init__(self, sentence: str, **params: Any) -> None:
        super().__init__(translate(sentence, **params))


class Field:
    """How one field is read; used as Annotated metadata on a msgspec Struct: `title: Annotated[str, Line(60)]`."""

    def gather(self, name: str, sent: dict[str, list[Any]]) -> list[Any]:
        """What was typed for it; a field that a page repeats for each of several things gathers all of them."""
        return sent.get(name, [])

    def read(self, typed: list[Any]) -> Any:
        raise NotImplementedError


def _only(typed: list[Any]) -> str:
    return typed[-1] if typed and isinstance(typed[-1], str) else ""


@dataclass
class Line(Field):
    """One line of text, cleaned; lengths in characters."""

    most: int = 100
    least: int = 1

    def clean(self, text: str) -> str:
        return clean_line(text)

    def read(self, typed: list[Any]) -> str:
        # A text far beyond the limit is cut before cleaning: a million signs must cost nothing.
        text = self.clean(_only(typed)[: self.most * 8 + 100])
        if len(text) < self.least:
            raise FieldError(
                N_("这里还没有填写。") if not text else N_("至少写 %(least)s 个字，现在是 %(n)s 个。"),
                least=self.least,
                n=len(text),
            )
        if len(text) > self.most:
            raise FieldError(N_("最多 %(most)s 个字，请删掉一些。"), most=self.most)
        return text


class Prose(Line):
    """Several lines of text, cleaned."""

    def clean(self, text: str) -> str:
        return clean_text(text)


class Email(Field):
    """An address that could exist, normalised; whether it does only a mail can tell."""

    def read(self, typed: list[Any]) -> str:
        try:
            return validate_email(
                _only(typed).strip()[:320], check_deliverability=False, test_environment=True
            ).normalized.lower()
        except EmailNotValidError:
            raise FieldError(N_("这不像一个邮箱地址，请检查一下。")) from None


@dataclass
class Choice(Field):
    """One of the given values; `default` when nothing was sent."""

    options: tuple[str, ...]
    default: str | None = None

    def read(self, typed: list[Any]) -> str:
        chosen = _only(typed) or self.default
        if chosen not in self.options:
            raise FieldError(N_("请从列出的选项里选一个。"))
        return str(chosen)


@dataclass
class Whole(Field):
    """A whole number between two bounds; None when left empty and optional."""

    least: int = 0
    most: int = 10**9
    optional: bool = False

    def read(self, typed: list[Any]) -> int | None:
        text = _only(typed).strip().replace(",", "").replace("，", "")
        if not text and self.optional:
            return None
        if not text.removeprefix("-").isdecimal() or len(text) > 18:
            raise FieldError(N_("请填一个整数。"))
        number = int(text)
        if not self.least <= number <= self.most:
            raise FieldError(N_("请填 %(least)s 到 %(most)s 之间的整数。"), least=self.least, most=self.most)
        return number


@dataclass
class Amount(Field):
    """Money typed in major units of one currency; bounds in its minor unit."""

    currency: str
    least: int = 1
    most: int = 10**12

    def read(self, typed: list[Any]) -> Money:
        amount = parse_amount(_only(typed), self.currency)
        if amount is None:
            raise FieldError(N_("请填一个金额，例如 19.9。"))
        if amount.amount < self.least:
            raise FieldError(N_("金额最少 %(least)s。"), least=Money(self.least, self.currency))
        if amount.amount > self.most:
            raise FieldError(N_("金额最多 %(most)s。"), most=Money(self.most, self.currency))
        return amount


LAST_YEAR = 9000  # what is counted on from a date that somebody typed must still be a date


@dataclass
class Moment(Field):
    """A datetime-local value, read in the person's time zone; aware, in UTC."""

    optional: bool = False

    def read(self, typed: list[Any]) -> datetime | None:
        text = _only(typed).strip()
        if not text and self.optional:
            return None
        try:
            moment = datetime.fromisoformat(text).replace(tzinfo=zone.get()).astimezone(UTC)
        except (ValueError, OverflowError):
            moment = None
        if moment is None or not 1970 <= moment.year <= LAST_YEAR:
            raise FieldError(N_("请填日期和时间，例如 2026-12-31 20:00。"))
        return moment


@dataclass
class Month(Field):
    """A month as 2026-12; its first day."""

    def read(self, typed: list[Any]) -> date:
        try:
            return date.fromisoformat(_only(typed).strip()[:7] + "-01")
        except ValueError:
            raise FieldError(N_("请填年月，例如 2026-12。")) from None


class Flag(Field):
    def read(self, typed: list[Any]) -> bool:
        return bool(_only(typed))


@dataclass
class Many(Field):
    """All values sent under the name, at most so many."""

    most: int = 20

    def read(self, typed: list[Any]) -> list[str]:
        return [one for one in typed if isinstance(one, str) and one][: self.most]


@dataclass
class Files(Field):
    """Uploaded files; an empty file input sends one without a name."""

    most: int = 6

    def read(self, typed: list[Any]) -> list[UploadFile]:
        files = [one for one in typed if isinstance(one, UploadFile) and one.filename]
        if len(files) > self.most:
            raise FieldError(N_("最多 %(most)s 个文件。"), most=self.most)
        return files
