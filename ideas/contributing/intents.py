"""An improvement written signed out."""

from app.accounts.intents.kinds import Done, Intent, Kind
from app.accounts.viewer import ANONYMOUS, Viewer
from app.foundation.i18n import N_, translate
from ideas.contributing.actions import offer_improvement
from ideas.contributing.forms import read_improvement
from ideas.queries import idea_by_public_id


async def what(intent: Intent) -> str:
    idea = await idea_by_public_id(ANONYMOUS, intent.subject)
    return translate(N_("给《%(idea)s》提一条改进"), idea=idea["title"])


async def finish(viewer: Viewer, intent: Intent) -> Done:
    idea = await idea_by_public_id(viewer, intent.subject)
    form = read_improvement({name: list(texts) for name, texts in intent.fields.items()})
    await offer_improvement(viewer, idea, form.data, intent.ref)
    url = f"/ideas/{idea['public_id']}#improvements"
    return Done(url, N_("给《%(idea)s》的改进提给作者了，有答复就告诉你。"), {"idea": idea["title"]})


INTENTS = {"improvement": Kind(what, finish)}
