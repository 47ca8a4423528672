"""Form-encoded nested parameters (a[b][0][c]=…), read by name; what nobody asked for is refused as unknown."""

import re
from typing import Any
from urllib.parse import parse_qsl

ABSENT = object()


class BadParam(Exception):
    """A parameter that is missing, unknown or unreadable."""

    def __init__(self, message: str, param: str, code: str | None = None) -> None:
        super().__init__(message)
        self.message, self.param, self.code = message, param, code


def _put(tree: dict[str, Any], keys: list[str], value: str) -> None:
    for key in keys[:-1]:
        key = key or str(len(tree))
        inner = tree.setdefault(key, {})
        if not isinstance(inner, dict):
            raise BadParam(f"Invalid object: {key}", key)
        tree = inner
    tree[keys[-1] or str(len(tree))] = value


def from_form(text: str) -> "Params":
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        head, *rest = re.findall(r"[^\[\]]+|(?<=\[)(?=\])", name) or [name]
        _put(tree, [head, *rest], value)
    return Params(tree)


class Params:
    def __init__(self, values: dict[str, Any], path: str = "") -> None:
        self._values, self._path = values, path
        self._known: set[str] = {"expand"}
        self._inner: list[Params] = []

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def _name(self, name: str) -> str:
        return f"{self._path}[{name}]" if self._path else name

    def _take(self, name: str, required: bool = False) -> Any:
        self._known.add(name)
        value = self._values.get(name)
        if value is None and required:
            raise BadParam(f"Missing required param: {self._name(name)}.", self._name(name), "parameter_missing")
        return value

    def text(self, name: str, *, among: tuple[str, ...] = ()) -> str | None:
        value = self._take(name)
        if value is not None and not isinstance(value, str):
            raise BadParam(f"Invalid string: {self._name(name)}", self._name(name))
        if value and among and value not in among:
            raise BadParam(f"Invalid {self._name(name)}: must be one of {', '.join(among)}", self._name(name))
        return value or None

    def needed(self, name: str, *, among: tuple[str, ...] = ()) -> str:
        self._take(name, required=True)
        value = self.text(name, among=among)
        if value is None:
            message = f"You passed an empty string for '{self._name(name)}'."
            raise BadParam(message, self._name(name), "parameter_invalid_empty")
        return value

    def number(self, name: str) -> int | None:
        value = self.text(name)
        if value is None:
            return None
        if not re.fullmatch(r"-?\d{1,15}", value):
            raise BadParam(f"Invalid integer: {value}", self._name(name), "parameter_invalid_integer")
        return int(value)

    def needed_number(self, name: str) -> int:
        self._take(name, required=True)
        value = self.number(name)
        if value is None:
            raise BadParam(f"Invalid integer: {self._name(name)}", self._name(name), "parameter_invalid_integer")
        return value

    def flag(self, name: str) -> bool:
        value = self.text(name)
        if value not in (None, "true", "false"):
            raise BadParam(f"Invalid boolean: {value}", self._name(name))
        return value == "true"

    def inner(self, name: str) -> "Params":
        value = self._take(name)
        inner = Params(value if isinstance(value, dict) else {}, self._name(name))
        self._inner.append(inner)
        return inner

    def each(self, name: str) -> list["Params"]:
        values = self._take(name)
        found = values.values() if isinstance(values, dict) else []
        items = [Params(v, f"{self._name(name)}[{i}]") for i, v in enumerate(found) if isinstance(v, dict)]
        self._inner += items
        return items

    def texts(self, name: str) -> list[str]:
        values = self._take(name)
        return [v for v in values.values() if isinstance(v, str)] if isinstance(values, dict) else []

    def metadata(self, known: dict[str, str] | None = None) -> dict[str, str]:
        """What was given, over what was there; an empty value takes a key away."""
        given = self._take("metadata")
        if given == "":
            return {}
        kept = {**(known or {}), **{k: v for k, v in (given or {}).items() if isinstance(v, str)}}
        kept = {key: value for key, value in kept.items() if value != ""}
        if len(kept) > 50 or any(len(k) > 40 or len(v) > 500 for k, v in kept.items()):
            raise BadParam("Metadata holds at most 50 keys of 40 characters with values of 500.", self._name("metadata"))
        return kept

    def rest(self) -> dict[str, Any]:
        """What nobody has read so far; from here on someone else answers for it."""
        left = {name: value for name, value in self._values.items() if name not in self._known}
        self._known.update(left)
        return left

    def ignore(self, *names: str) -> None:
        """Parameters that Stripe knows and that change nothing here."""
        self._known.update(names)

    def refuse_others(self) -> None:
        for name in self._values:
            if name not in self._known:
                where = self._name(name)
                raise BadParam(f"Received unknown parameter: {where}", where, "parameter_unknown")
        for inner in self._inner:
            inner.refuse_others()
