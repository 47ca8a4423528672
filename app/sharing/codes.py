"""Whose code it is."""

import re

from app.foundation.database import rows, value

_CODE = re.compile(r"[2-9a-z]{6,12}")


async def is_code(code: str) -> bool:
    """A member's, not a made-up one: for those nothing is drawn."""
    return bool(_CODE.fullmatch(code)) and await value("select 1 from share_code where code = {}", code) is not None


async def codes_of(member: int) -> list[str]:
    """The current one first; a merged member's and such as were carried over still count."""
    found = await rows("select code from share_code where member = {} order by is_current desc, id", member)
    return [one["code"] for one in found]
