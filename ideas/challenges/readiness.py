"""What a challenge needs before others see it, and what would do it good: pure, for the checklist and for publishing."""

from dataclasses import dataclass

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from ideas.challenges.composing import Composed
from ideas.challenges.phasing import needs_titles

LEAST_TITLE, LEAST_BRIEF = 4, 10


@dataclass(frozen=True, slots=True)
class Need:
    """One line of the checklist; `at` is the field it leads to. Without `must` it is only advice."""

    word: str
    is_met: bool
    at: str
    must: bool = True


def missing(composed: Composed) -> list[Refusal]:
    """For a form without other faults: what is too little to be published, each at its place."""
    head, found = composed.form.data, []
    if len(head.title) < LEAST_TITLE:
        found.append(Refusal(N_("写一句题目，至少 %(least)s 个字。"), field="title", least=LEAST_TITLE))
    if len(head.brief) < LEAST_BRIEF:
        found.append(Refusal(N_("说一说想要什么，至少 %(least)s 个字。"), field="brief", least=LEAST_BRIEF))
    for key in needs_titles(composed.plans):
        found.append(Refusal(N_("有几个阶段都收创意：给这个起个名字（比如主题），大家才分得清。"), field=f"{key}-title"))
    return found


def checklist(composed: Composed) -> list[Need]:
    values, errors = composed.values, composed.form.errors
    named = needs_titles(composed.plans)
    wrong = next((field for field in errors if "-" in field or field in ("phases", "starts")), "")
    return [
        Need(N_("题目"), len(values["title"].strip()) >= LEAST_TITLE and "title" not in errors, "f-title"),
        Need(N_("说明"), len(values["brief"].strip()) >= LEAST_BRIEF and "brief" not in errors, "f-brief"),
        Need(N_("阶段和时间"), not wrong and not named, f"f-{wrong or (named[0] + '-title' if named else 'starts')}"),
        Need(N_("封面图"), bool(values["kept"]), "f-cover", must=False),
        Need(N_("奖励和分成"), bool(values["prizes"].strip() or values["share_percent"].strip()), "f-prizes", must=False),
    ]
