"""Following begun signed out."""

from app.accounts.intents.kinds import Done, Intent, Kind
from app.accounts.viewer import ANONYMOUS, Viewer
from app.community.following.actions import follow
from app.community.following.kinds import find_followed
from app.foundation.i18n import N_, translate


def _named(intent: Intent) -> tuple[str, str]:
    kind, _, public_id = intent.subject.partition(":")
    return kind, public_id


async def what(intent: Intent) -> str:
    subject = await find_followed(ANONYMOUS, *_named(intent))
    return translate(N_("关注《%(title)s》"), title=subject.title)


async def finish(viewer: Viewer, intent: Intent) -> Done:
    subject = await follow(viewer, *_named(intent), intent.ref)
    return Done(subject.url, N_("关注了《%(title)s》，有进展就告诉你。"), {"title": subject.title})


INTENTS = {"follow": Kind(what, finish)}
