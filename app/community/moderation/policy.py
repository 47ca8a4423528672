"""Who must wait before others see what they wrote, as the region's profile has it."""

from app.site.profile import region


def pre_moderation() -> str:
    """off, newcomers or everyone."""
    return region().pre_moderation
