"""An update's form as it arrives: uploads are kept before anything is judged, pictures moved and rows added by buttons."""

from typing import Any

from litestar import Request
from litestar.datastructures import UploadFile

from app.accounts.viewer import Viewer
from app.foundation.i18n import N_, translate
from app.foundation.refusals import Refusal
from app.media.receiving import admit_files, receive_picture
from app.web.forms import Form, read_values
from app.web.sent import Sent, sent_values
from campaigns.polling.rules import MOST_OPTIONS
from campaigns.updates.forms import RewordForm, UpdateForm
from campaigns.updates.rules import MOST_PICTURES


def arranged(pictures: list[str], do: str) -> list[str]:
    """The order after a button such as `first:<id>`, `earlier:<id>`, `later:<id>` or `drop:<id>`."""
    verb, _, picture = do.partition(":")
    if picture not in pictures:
        return pictures
    others = [one for one in pictures if one != picture]
    at = pictures.index(picture)
    if verb == "drop":
        return others
    to = {"first": 0, "earlier": max(0, at - 1), "later": at + 1}.get(verb, at)
    return [*others[:to], picture, *others[to:]]


def _texts(sent: Sent, name: str) -> list[str]:
    return [one for one in sent.get(name, []) if isinstance(one, str)]


async def _keep(request: Request, viewer: Viewer, uploads: list[Any], room: int) -> tuple[list[str], str]:
    files = [one for one in uploads if isinstance(one, UploadFile) and one.filename]
    kept: list[str] = []
    sentence = translate(N_("最多 %(most)s 张图片，多出来的没有收下。"), most=room) if len(files) > room else ""
    for file in files[:room]:
        try:
            kept.append(await receive_picture(request, viewer, file))
        except Refusal as refusal:
            sentence = translate(N_("“%(file)s”没有收下：%(why)s"), file=file.filename[:60], why=refusal.text())
    return kept, sentence


async def _with_rows(request: Request, viewer: Viewer, sent: Sent) -> str:
    """Each option's picture beside its title: a new one, or the one it had. What could not be kept is said."""
    titles = _texts(sent, "option")[:MOST_OPTIONS]
    pictures = [*_texts(sent, "option_picture"), *[""] * len(titles)][: len(titles)]
    refused = ""
    for n in range(len(titles)):
        kept, sentence = await _keep(request, viewer, sent.get(f"option_file_{n}", []), 1)
        refused = refused or sentence
        pictures[n] = kept[0] if kept else pictures[n]
        if f"undraw:{n}" in _texts(sent, "do"):
            pictures[n] = ""
    sent |= {"option": titles, "option_picture": pictures}
    return refused


async def read_update_form(request: Request, viewer: Viewer, *, is_public: bool = False) -> tuple[Form[Any], str]:
    """The form and what its button asked for: save, preview, or arrange (which saves, and shows the form again)."""
    await admit_files(request, viewer)
    sent = await sent_values(request, cut=True)
    pictures = list(dict.fromkeys(_texts(sent, "pictures")))[:MOST_PICTURES]
    kept, refused = await _keep(request, viewer, sent.get("uploads", []), MOST_PICTURES - len(pictures))
    asked = (_texts(sent, "do") or ["save"])[-1]
    sent["pictures"] = list(arranged([*pictures, *kept], asked))
    refused_option = "" if is_public else await _with_rows(request, viewer, sent)
    form: Form[Any] = read_values(RewordForm if is_public else UpdateForm, sent)
    form.values |= {name: sent.get(name, []) for name in ("pictures", "option", "option_picture")}
    for field, sentence in (("uploads", refused), ("option", refused_option)):
        if sentence:
            form.errors[field] = sentence
    return form, asked if asked in ("save", "preview") else "arrange"
