"""Why a campaign is stopped: a sentence that its backers read."""

from typing import Annotated

import msgspec

from app.foundation.i18n import N_
from app.web.fields import FieldError, Flag, Prose


class Sure(Flag):
    """Ticked after reading what it means."""

    def read(self, typed: list[object]) -> bool:
        if not super().read(typed):
            raise FieldError(N_("看过上面会发生什么，再打勾。"))
        return True


class WhyForm(msgspec.Struct):
    why: Annotated[str, Prose(400, least=4)]


class CancelForm(msgspec.Struct):
    why: Annotated[str, Prose(400, least=2)]
    is_sure: Annotated[bool, Sure()]
