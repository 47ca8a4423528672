"""A remix begun signed out."""

from app.accounts.intents.kinds import Done, Intent, Kind
from app.accounts.viewer import ANONYMOUS, Viewer
from app.foundation.i18n import N_, translate
from ideas.queries import idea_by_public_id
from ideas.remixing.actions import begin_remix


async def what(intent: Intent) -> str:
    idea = await idea_by_public_id(ANONYMOUS, intent.subject)
    return translate(N_("从《%(idea)s》做一个新版本"), idea=idea["title"])


async def finish(viewer: Viewer, intent: Intent) -> Done:
    source = await idea_by_public_id(viewer, intent.subject)
    made = await begin_remix(viewer, source, intent.ref)
    return Done(
        f"/ideas/{made['public_id']}/edit",
        N_("《%(idea)s》的新版本开好了草稿，改成你的。"),
        {"idea": source["title"]},
        onward=True,
    )


INTENTS = {"remix": Kind(what, finish)}
