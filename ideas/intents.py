"""An idea begun signed out: published once its author is known, or kept as their draft with the reason."""

from app.accounts.intents.kinds import Done, Intent, Kind
from app.accounts.viewer import Viewer
from app.foundation.database import transaction
from app.foundation.i18n import N_, translate
from app.foundation.refusals import Refusal
from app.web.forms import Form, read_values
from ideas.actions import keep_as_draft, publish_idea
from ideas.forms import DraftForm, IdeaForm

PUBLISHED = N_("《%(idea)s》发布了，分享出去拉几票吧。")
WAITING = N_("《%(idea)s》收到了，平台看过就公开。")
DRAFT = N_("《%(idea)s》存成了草稿，只有你看得到。")
KEPT = N_("《%(idea)s》还没能发布：%(why)s 写的都在这份草稿里。")


async def what(intent: Intent) -> str:
    sentence = N_("存下草稿《%(idea)s》") if intent.text("do") == "draft" else N_("发布创意《%(idea)s》")
    return translate(sentence, idea=intent.text("title"))


async def finish(viewer: Viewer, intent: Intent) -> Done:
    sent = {name: list(texts) for name, texts in intent.fields.items()}
    why = ""
    if intent.text("do") != "draft":
        try:
            async with transaction():
                return await _published(viewer, read_values(IdeaForm, sent), intent.ref)
        except Refusal as refusal:
            why = refusal.text()
    draft: Form[DraftForm] = read_values(DraftForm, sent | {"do": ["draft"]})
    idea = await keep_as_draft(viewer, draft.data, intent.ref)
    params = {"idea": idea["title"]} | ({"why": why} if why else {})
    return Done(f"/ideas/{idea['public_id']}/edit", KEPT if why else DRAFT, params, onward=True)


async def _published(viewer: Viewer, form: Form[IdeaForm], ref: str) -> Done:
    idea = await publish_idea(viewer, form.data, ref)
    sentence = PUBLISHED if idea["visibility"] == "visible" else WAITING
    return Done(f"/ideas/{idea['public_id']}", sentence, {"idea": idea["title"]})


INTENTS = {"idea": Kind(what, finish, form="/ideas/new", most=120_000)}
