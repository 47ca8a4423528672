"""A comment or a reaction begun signed out: done once, as soon as its author is known."""

from app.accounts.intents.kinds import Done, Intent, Kind
from app.accounts.intents.queries import intent_by_key, intent_key
from app.accounts.viewer import ANONYMOUS, Viewer
from app.community.talking.actions import write_comment
from app.community.talking.forms import CommentForm
from app.community.talking.kinds import Subject, find_subject
from app.community.talking.queries import comment_by_public_id, is_answerable
from app.community.talking.reacting import react
from app.foundation.database import transaction
from app.foundation.i18n import N_, translate
from app.foundation.refusals import NotFound, Refusal
from app.web.forms import Form, read_values

WRITTEN = N_("留言发出去了。")
WAITING = N_("留言收到了，平台看过就公开。")
KEPT = N_("留言还没能发出去：%(why)s 写的还在下面的框里。")


async def _about(viewer: Viewer, intent: Intent) -> Subject:
    kind, _, public_id = intent.subject.partition(":")
    return await find_subject(viewer, kind, public_id)


async def what(intent: Intent) -> str:
    return translate(N_("在《%(title)s》里留言"), title=(await _about(ANONYMOUS, intent)).title)


async def finish(viewer: Viewer, intent: Intent) -> Done:
    """What can't be written (a listed word, an answered comment that is gone) comes back in its form: nothing typed is lost."""
    subject = await _about(viewer, intent)
    form = sent_form(intent)
    try:
        async with transaction():
            made = await write_comment(viewer, subject, form.data.text, form.data.to, intent.ref)
    except NotFound:
        raise
    except Refusal as refusal:
        again = f"{subject.talk_url}?intent={intent_key(intent.public_id)}#write"
        return Done(again, KEPT, {"why": refusal.text()}, onward=True)
    return Done(f"/comments/{made['public_id']}", WRITTEN if made["visibility"] == "visible" else WAITING)


def sent_form(intent: Intent) -> Form[CommentForm]:
    return read_values(CommentForm, {name: list(texts) for name, texts in intent.fields.items()})


async def begun_comment(viewer: Viewer, subject: Subject, key: str) -> Form[CommentForm] | None:
    """What somebody wrote signed out and could not be said, for its form; theirs alone."""
    intent = await intent_by_key(key)
    is_here = intent is not None and intent.kind == "comment" and intent.subject == f"{subject.kind}:{subject.public_id}"
    if intent is None or not is_here or intent.member not in (None, viewer.id):
        return None
    form = sent_form(intent)
    form.errors.clear()
    if not await is_answerable(viewer, intent.text("to")):
        form.values["to"] = ""
    return form


async def what_reaction(intent: Intent) -> str:
    _, subject = await comment_by_public_id(ANONYMOUS, intent.subject)
    return translate(N_("回应《%(title)s》里的一条留言"), title=subject.title)


async def finish_reaction(viewer: Viewer, intent: Intent) -> Done:
    comment, _ = await comment_by_public_id(viewer, intent.subject)
    await react(viewer, comment, intent.text("add"))
    return Done(f"/comments/{intent.subject}", N_("回应记下了。"))


INTENTS = {"comment": Kind(what, finish, most=12_000), "reaction": Kind(what_reaction, finish_reaction)}
