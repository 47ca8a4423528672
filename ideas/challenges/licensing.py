"""Under which licence a challenge takes ideas: the house's, or one of the brand's own, written while nobody has answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

import msgspec

from app.accounts.viewer import Viewer
from app.foundation.database import rows, sole_lock, transaction
from app.foundation.i18n import N_, language
from app.foundation.refusals import Refusal
from app.papers.actions import publish_version, withdraw_own_licence
from app.web.fields import Choice, Line, Prose
from ideas.challenges.queries import ChallengeView, is_answered

ANSWERED = N_("已经有人投了创意，授权说明不能再改：他们是按原来那份投的。")


class LicenceForm(msgspec.Struct):
    """`deed` look: shown before it is kept."""

    which: Annotated[str, Choice(("default", "own"), default="default")]
    title: Annotated[str, Line(80, least=0)]
    body: Annotated[str, Prose(20_000, least=0)]
    deed: Annotated[str, Choice(("look", "keep"), default="keep")]


async def choose_licence(viewer: Viewer, challenge: ChallengeView, form: LicenceForm) -> None:
    async with transaction():
        await sole_lock("challenge's licence", challenge.id)
        if await is_answered(challenge.id):
            raise Refusal(ANSWERED)
        if form.which == "default":
            await withdraw_own_licence(challenge.public_id)
            return
        if not form.body.strip():
            raise Refusal(N_("写下你们的授权说明，或者用平台的。"), field="body")
        title = form.title or N_("创意授权说明")
        texts = {language.get(): {"title": title, "body": form.body}}
        await publish_version("idea_licence", texts, is_major=True, subject=challenge.public_id, by=viewer.id)


@dataclass(frozen=True, slots=True)
class OwnLicence:
    """A challenge of those offered that has one of its own."""

    title: str
    url: str


async def own_licences(challenges: Iterable[ChallengeView]) -> list[OwnLicence]:
    """For the line beside “publish”."""
    offered = {one.public_id: one for one in challenges}
    found = await rows(
        """select distinct p.subject from paper p join paper_version v on v.paper = p.id
        where p.kind = 'idea_licence' and p.subject = any({}) and v.effective_at <= app_now()""",
        list(offered),
    )
    return [OwnLicence(offered[one["subject"]].title, f"{offered[one['subject']].url}/licence") for one in found]
