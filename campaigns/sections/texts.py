"""A campaign's sections as plain texts by section and field, to be compared: for review, for the public log, for two tabs."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from app.foundation.i18n import N_
from app.foundation.money import Money

Texts = dict[str, dict[str, str]]

WORDS = {
    "title": N_("标题"),
    "summary": N_("一句话简介"),
    "category": N_("分类"),
    "cover": N_("封面图"),
    "story": N_("故事"),
    "video": N_("视频"),
    "goal": N_("目标金额"),
    "funding": N_("怎么算成"),
    "deadline": N_("截止时间"),
    "early_hours": N_("先开放几小时"),
    "tiers": N_("回报档位"),
    "budget": N_("钱花在哪里"),
    "timeline": N_("时间表"),
    "risks": N_("风险"),
    "team": N_("团队"),
    "faq": N_("常见问题"),
}


def texts_of(
    campaign: Mapping[str, Any], parts: Mapping[str, Sequence[Mapping[str, Any]]], tiers: Sequence[Mapping[str, Any]] = ()
) -> Texts:
    """Members stand as @id: their names are nowhere kept."""
    currency = campaign["currency"]
    return {
        "basics": {name: campaign[name] or "" for name in ("title", "summary", "category", "cover")},
        "story": {"story": campaign["story"], "video": campaign["video"]},
        "funding": {
            "goal": Money(campaign["goal"], currency).plain if campaign["goal"] else "",
            "funding": campaign["funding"],
            "deadline": campaign["deadline"].isoformat(timespec="minutes") if campaign["deadline"] else "",
            "early_hours": str(campaign["early_hours"]),
        },
        "tiers": {"tiers": "\n".join(_tier(tier, currency) for tier in tiers)},
        "budget": {
            "budget": "\n".join(_lines(f"{Money(row['amount'], currency).plain} {row['title']}", row) for row in parts["budget"])
        },
        "timeline": {"timeline": "\n".join(step_line(row) for row in parts["timeline"]), "done": _done(parts["timeline"])},
        "risks": {"risks": campaign["risks"]},
        "team": {"team": "\n".join(_lines(f"@{row['member']}" if row["member"] else row["title"], row) for row in parts["team"])},
        "faq": {"faq": "\n".join(_lines(row["title"], row) for row in parts["faq"])},
    }


def mark_of(texts: Mapping[str, str]) -> str:
    """Twelve signs that change when any of a section's texts does."""
    return hashlib.sha256("\x00".join(f"{name}\x01{text}" for name, text in texts.items()).encode()).hexdigest()[:12]


def step_line(row: Mapping[str, Any]) -> str:
    return _lines(f"{row['month']:%Y-%m} {row['title']}", row)


def _lines(first: str, row: Mapping[str, Any]) -> str:
    return f"{first}\n{row['text']}" if row["text"] else first


def _done(steps: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(row["title"] for row in steps if row["is_done"])


def _tier(tier: Mapping[str, Any], currency: str) -> str:
    cap = f" ×{tier['cap']}" if tier["cap"] else ""
    inside = " + ".join(item["title"] for item in tier["items"])
    return f"{tier['title']}: {Money(tier['price'], currency).plain}{cap}, {tier['deliver_month']:%Y-%m}\n{inside}".strip()
