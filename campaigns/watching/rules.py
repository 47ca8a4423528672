"""How long what is shown of a campaign stays true."""

from collections.abc import Mapping
from typing import Any

EDGES = ("opens_at", "early_ends_at", "deadline")


def lasting(campaign: Mapping[str, Any]) -> float:
    """Seconds until the next moment that changes what may be done: nothing is kept beyond it. `now` stands beside the columns."""
    ahead = (campaign[edge] - campaign["now"] for edge in EDGES if campaign[edge] is not None)
    return min((left.total_seconds() for left in ahead if left.total_seconds() > 0), default=60.0)
