"""The idea's form as it arrives: uploads are kept before anything is judged, and pictures and tags moved by buttons."""

from typing import Any

from litestar import Request
from litestar.datastructures import UploadFile

from app.accounts.viewer import Viewer
from app.foundation.i18n import N_, translate
from app.foundation.refusals import Refusal
from app.media.receiving import admit_files, receive_picture
from app.web.forms import Form, read_values
from app.web.sent import sent_values
from ideas.forms import DraftForm, IdeaForm
from ideas.rules import MOST_PICTURES


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


def tagged(typed: str, do: str) -> str:
    """The line of tags after a button such as `tag:露营`."""
    verb, _, tag = do.partition(":")
    return f"{typed} {tag}".strip() if verb == "tag" else typed


async def _keep(request: Request, viewer: Viewer, uploads: list[Any], room: int) -> tuple[list[str], str]:
    """What the form carries of those that could be kept, and one sentence about what could not."""
    files = [one for one in uploads if isinstance(one, UploadFile) and one.filename]
    kept: list[str] = []
    sentence = ""
    for file in files[:room]:
        try:
            kept.append(await receive_picture(request, viewer, file))
        except Refusal as refusal:
            sentence = translate(N_("“%(file)s”没有收下：%(why)s"), file=file.filename[:60], why=refusal.text())
    if len(files) > room:
        sentence = translate(N_("最多 %(most)s 张图片，多出来的没有收下。"), most=MOST_PICTURES)
    return kept, sentence


async def read_idea_form(request: Request, viewer: Viewer, *, is_public: bool = False) -> tuple[Form[Any], str]:
    """The form and what its button asked for: publish, draft or arrange. A public idea needs more than a draft does."""
    await admit_files(request, viewer)
    sent = await sent_values(request, cut=True)
    pictures = list(dict.fromkeys(one for one in sent.get("pictures", []) if isinstance(one, str)))[:MOST_PICTURES]
    kept, sentence = await _keep(request, viewer, sent.get("uploads", []), MOST_PICTURES - len(pictures))
    asked = next((one for one in reversed(sent.get("do", [])) if isinstance(one, str)), "publish")
    do = asked if asked in ("publish", "draft") else "arrange"
    tags = tagged(" ".join(one for one in sent.get("tags", []) if isinstance(one, str))[:1000], asked)
    sent |= {"pictures": arranged([*pictures, *kept], asked), "do": [do if do != "arrange" else "draft"], "tags": [tags]}
    form: Form[Any] = read_values(IdeaForm if do == "publish" or is_public else DraftForm, sent)
    form.values["pictures"] = sent["pictures"]
    if do == "arrange":
        form.errors, form.status = {}, 200
    if sentence:
        form.errors["uploads"] = sentence
        form.status = 422
    return form, do
