"""A vote begun signed out: cast once its voter is known."""

from app.accounts.intents.kinds import Done, Intent, Kind
from app.accounts.viewer import ANONYMOUS, Viewer
from app.foundation.i18n import N_, translate
from app.foundation.refusals import NotFound
from app.papers.actions import declare_age
from ideas.queries import idea_by_public_id
from ideas.voting.actions import cast_vote
from ideas.voting.queries import votes_of


async def what(intent: Intent) -> str:
    try:
        idea = await idea_by_public_id(ANONYMOUS, intent.subject)
    except NotFound:
        return ""
    return translate(N_("投票给《%(idea)s》"), idea=idea["title"])


async def finish(viewer: Viewer, intent: Intent) -> Done:
    idea = await idea_by_public_id(viewer, intent.subject)
    url = f"/ideas/{idea['public_id']}"
    if idea["id"] in await votes_of(viewer, [idea["id"]]):
        return Done(url, N_("你已经投过《%(idea)s》了，一人一票。"), {"idea": idea["title"]})
    count = await cast_vote(viewer, intent.subject, intent.ref)
    await declare_age(viewer.id, "vote")
    return Done(url, N_("投给《%(idea)s》了，现在 %(count)s 票。"), {"idea": idea["title"], "count": count})


INTENTS = {"vote": Kind(what, finish)}
