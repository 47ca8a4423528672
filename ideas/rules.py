"""Pure decisions about ideas: the lifecycle, and who may do what to one."""

import hashlib

from app.foundation.i18n import N_
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
        "expired": ("published",),
        "merged": (),
        "declined": (),
        "withdrawn": (),
        "removed": (),
    },
)

VOTABLE = ("published", "in_review")
ADOPTED = ("won", "campaigned", "made")
LISTED = VOTABLE + ADOPTED
PUBLIC = (*LISTED, "expired", "merged", "declined")
EDITABLE = ("draft", "published")
WITHDRAWABLE = tuple(IDEA.origins("withdrawn"))

STATE_WORDS = {
    "draft": N_("草稿"),
    "published": N_("投票中"),
    "in_review": N_("评审中"),
    "won": N_("已采纳"),
    "campaigned": N_("众筹中"),
    "made": N_("已做成"),
    "expired": N_("已过期"),
    "merged": N_("已合并"),
    "declined": N_("未采纳"),
    "withdrawn": N_("已撤回"),
    "removed": N_("已移除"),
}
STATE_TONES = {"published": "idea", "in_review": "idea", "won": "fund", "campaigned": "fund", "made": "hand"}

MOST_PICTURES = 6
LONGEST_BODY = 20_000
SEARCHED_BODY = 600  # characters of the body that search looks at


def station(state: str) -> str:
    """Where on the five-station line an idea in this state stands."""
    return {"draft": "idea", "won": "fund", "campaigned": "fund", "made": "done"}.get(state, "vote")


def sent_as(once: str, title: str, body: str) -> str | None:
    """The same words by the same form are the same idea, however often they are sent. Other words by it are another."""
    if not once:
        return None
    return hashlib.sha256(f"{once}\n{title}\n{body}".encode()).hexdigest()[:24]


def typed_as(once: str) -> str | None:
    """The mark of a draft that is kept while one types: the form's alone, since its words still change."""
    return hashlib.sha256(f"typed {once}".encode()).hexdigest()[:24] if once else None


def searched_text(title: str, summary: str, body: str) -> str:
    return f"{title}\n{summary}\n{body[:SEARCHED_BODY]}"
