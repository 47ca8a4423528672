"""Where no world is ever made up."""

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.settings import settings


def refuse_production() -> None:
    if settings.is_production:
        raise Refusal(N_("正式环境里不能造示例数据。"))
