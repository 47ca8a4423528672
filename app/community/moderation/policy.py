"""Who must wait before others see what they wrote, as the region's profile has it."""

from app.community.moderation.rules import PRE_MODERATION
from app.site.profile import region


def pre_moderation() -> str:
    """off, newcomers or everyone."""
    asked = region().pre_moderation
    if isinstance(asked, str):
        return asked if asked in PRE_MODERATION else "off"
    return "everyone" if asked else "off"
