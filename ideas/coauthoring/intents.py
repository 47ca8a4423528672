"""Becoming a co-author, begun signed out by the invitation's link."""

from app.accounts.intents.kinds import Done, Intent, Kind
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_, translate
from ideas.coauthoring.actions import join
from ideas.coauthoring.queries import invited_to


async def what(intent: Intent) -> str:
    idea, _ = await invited_to(intent.subject, intent.text("key"))
    return translate(N_("成为《%(idea)s》的共同作者"), idea=idea["title"])


async def finish(viewer: Viewer, intent: Intent) -> Done:
    idea = await join(viewer, intent.subject, intent.text("key"))
    return Done(f"/ideas/{intent.subject}", N_("你是《%(idea)s》的共同作者了，可以一起改。"), {"idea": idea["title"]})


INTENTS = {"co_author": Kind(what, finish)}
