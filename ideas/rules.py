"""Pure decisions about ideas: the lifecycle, and how the rising list is ranked."""

from datetime import UTC, datetime
from math import log10

from app.foundation.lifecycle import Lifecycle

IDEA = Lifecycle(
    "idea",
    {
        "draft": ("published", "withdrawn", "removed"),
        "published": ("in_review", "won", "declined", "expired", "merged", "withdrawn", "removed"),
        "in_review": ("won", "declined", "merged", "withdrawn", "removed"),
        "won": ("campaigned", "removed"),
        "campaigned": ("made",),
        "made": (),
        "expired": (),
        "merged": (),
        "declined": (),
        "withdrawn": (),
        "removed": (),
    },
)

REASON_CODES = ("feasibility", "cost", "licence", "duplicate", "off_topic", "safety", "not_now", "loved")
VOTABLE = ("published", "in_review")
PUBLIC = ("published", "in_review", "won", "campaigned", "made", "expired", "merged", "declined")

# A tenfold of votes weighs as much as this head start in age. Source: Reddit's published "hot" ranking, 45,000 seconds.
HOT_SECONDS = 45_000


def hot(votes: int, published_at: datetime) -> float:
    """Rank in the rising list: only votes change it, so it can be indexed and kept in the vote's own statement."""
    age = (published_at - datetime(2020, 1, 1, tzinfo=UTC)).total_seconds()
    return log10(max(votes, 1)) + age / HOT_SECONDS
