"""Typed input: each field reads what was typed or says one sentence; what was typed is kept for showing again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, TypeVar, get_type_hints

import msgspec
from litestar import Request
from litestar.datastructures import UploadFile

from app.foundation.refusals import Invalid, Refusal
from app.web.fields import Field, FieldError
from app.web.sent import sent_values

T = TypeVar("T", bound=msgspec.Struct)


@dataclass
class Form(Generic[T]):
    """What was typed (`values`), what was wrong (`errors`, "" for the form as a whole), what it means (`data`)."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    status: int = 422
    uploads: dict[str, list[UploadFile]] = field(default_factory=dict)
    _data: T | None = None

    def files(self, name: str) -> list[UploadFile]:
        """What was uploaded under this name, whatever else is wrong; nothing where the field itself was refused."""
        return [] if name in self.errors else self.uploads.get(name, [])

    def text(self, name: str, otherwise: str = "") -> str:
        """What was typed, as a single text: of a field that was sent several times the last, as it is read."""
        typed = self.values.get(name, otherwise)
        return str(typed[-1]) if isinstance(typed, list) and typed else str(typed or otherwise)

    @property
    def ok(self) -> bool:
        return not self.errors

    @property
    def data(self) -> T:
        if self._data is None:
            raise Invalid(self.errors)
        return self._data

    def refuse(self, refusal: Refusal) -> None:
        self.status = refusal.status
        if isinstance(refusal, Invalid):
            self.errors |= refusal.errors
        else:
            self.errors[refusal.field] = refusal.text()

    @contextmanager
    def catching(self, at: str = "") -> Iterator[None]:
        """Turns a refusal inside into this form's errors, at the refusal's own field or `at`; check `ok` afterwards."""
        try:
            yield
        except Refusal as refusal:
            if refusal.status in (401, 403, 404):
                raise
            refusal.field = refusal.field or at
            self.refuse(refusal)


def _texts(sent: dict[str, list[Any]]) -> dict[str, Any]:
    shown = {name: [one for one in many if isinstance(one, str)] for name, many in sent.items()}
    return {name: many[0] if len(many) == 1 else many for name, many in shown.items() if many}


def _uploads(sent: dict[str, list[Any]]) -> dict[str, list[UploadFile]]:
    shown = {name: [one for one in many if isinstance(one, UploadFile) and one.filename] for name, many in sent.items()}
    return {name: many for name, many in shown.items() if many}


@cache
def _readers(struct: type[Any]) -> list[tuple[str, Field]]:
    """What reads each field; looked up once, since a form under load is read a thousand times a second."""
    hints = get_type_hints(struct, include_extras=True)
    return [(name, next(one for one in hint.__metadata__ if isinstance(one, Field))) for name, hint in hints.items()]


def read_values(struct: type[T], sent: dict[str, list[Any]]) -> Form[T]:
    """A form from values by name; pure, for tests and for queries in addresses."""
    found: dict[str, Any] = {}
    form: Form[T] = Form(values=_texts(sent), uploads=_uploads(sent))
    for name, reader in _readers(struct):
        try:
            found[name] = reader.read(reader.gather(name, sent))
        except FieldError as error:
            form.errors[name] = str(error)
    if form.ok:
        form._data = struct(**found)
    return form


async def read_form(request: Request, struct: type[T]) -> Form[T]:
    return read_values(struct, await sent_values(request))


def blank(**values: Any) -> Form[Any]:
    """A form not yet sent, with these values shown."""
    return Form(values={name: one for name, one in values.items() if one is not None}, status=200)
