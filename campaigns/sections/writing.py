"""How each section is written: its form as it stands, what was typed read into it, and the verb that saves it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.accounts.viewer import Viewer
from app.media.actions import keep_picture, picture_from
from app.web.formats import input_moment
from app.web.forms import Form, blank, read_values
from campaigns.rules import PUBLIC
from campaigns.sections import actions
from campaigns.sections.forms import AddedRisksForm, BasicsForm, FundingForm, RisksForm, StoryForm
from campaigns.sections.queries import Parts
from campaigns.sections.rows import arranged, read_rows, shown_rows, typed_rows
from campaigns.sections.tables import KINDS
from campaigns.sections.videos import kept_video
from campaigns.tiers.forms import as_typed

Campaign = dict[str, Any]
Sent = dict[str, list[Any]]
PICTURE_LINE = "![](/media/{}/960.webp)"


@dataclass(frozen=True, slots=True)
class Pen:
    """`keep` puts away what was uploaded, whatever else is wrong; `save` gets the form once it is right."""

    shown: Callable[[Campaign, Parts], Form[Any]]
    read: Callable[[Campaign, Sent], Form[Any]]
    save: Callable[[Viewer, Campaign, Form[Any], str], Awaitable[None]]
    keep: Callable[[Viewer, Form[Any]], Awaitable[None]] | None = None


def _show_basics(campaign: Campaign, parts: Parts) -> Form[Any]:
    return blank(title=campaign["title"], summary=campaign["summary"], kept=campaign["cover"], category=campaign["category"])


async def _keep_cover(viewer: Viewer, form: Form[Any]) -> None:
    form.values["kept"] = await picture_from(viewer.id, form, "cover")


async def _save_basics(viewer: Viewer, campaign: Campaign, form: Form[BasicsForm], seen: str) -> None:
    await actions.save_basics(viewer, campaign, form.data, form.values["kept"], seen)


def _show_story(campaign: Campaign, parts: Parts) -> Form[Any]:
    return blank(story=campaign["story"], video=campaign["video"])


async def _keep_pictures(viewer: Viewer, form: Form[Any]) -> None:
    """Each comes to stand on a line of its own below the story, so that it is there to be moved."""
    for upload in form.files("uploads"):
        with form.catching(at="uploads"):
            line = PICTURE_LINE.format(await keep_picture(viewer.id, upload))
            form.values["story"] = f"{form.text('story')}\n\n{line}".strip("\n")


async def _save_story(viewer: Viewer, campaign: Campaign, form: Form[StoryForm], seen: str) -> None:
    again = read_values(StoryForm, {"story": [form.text("story")], "video": [form.text("video")]})
    await actions.save_story(viewer, campaign, again.data, seen)


def _show_funding(campaign: Campaign, parts: Parts) -> Form[Any]:
    goal = "" if campaign["goal"] is None else as_typed(campaign["goal"], campaign["currency"])
    return blank(
        currency=campaign["currency"], goal=goal, funding=campaign["funding"], deadline=input_moment(campaign["deadline"]),
        early_hours=str(campaign["early_hours"]),
    )  # fmt: skip


async def _save_funding(viewer: Viewer, campaign: Campaign, form: Form[FundingForm], seen: str) -> None:
    await actions.save_funding(viewer, campaign, form.data, seen)


async def _save_risks(viewer: Viewer, campaign: Campaign, form: Form[RisksForm], seen: str) -> None:
    await actions.save_risks(viewer, campaign, form.data.risks, seen)


async def _add_risks(viewer: Viewer, campaign: Campaign, form: Form[AddedRisksForm], seen: str) -> None:
    await actions.add_risks(viewer, campaign, form.data.addition, seen)


def _show_rows(kind: str, campaign: Campaign, parts: Parts) -> Form[Any]:
    return blank(**shown_rows(kind, parts[kind], campaign["currency"]))


def _read_rows(kind: str, campaign: Campaign, sent: Sent) -> Form[Any]:
    """A button of the form's own only rearranges; then nothing is held against what is not finished."""
    values = typed_rows(kind, sent)
    do = next((one for one in reversed(sent.get("do", [])) if isinstance(one, str)), "save")
    if do != "save":
        return Form(values=arranged(kind, values, do), status=200)
    return Form(values=values, errors=read_rows(kind, values, campaign["currency"]).errors)


async def _save_rows(kind: str, viewer: Viewer, campaign: Campaign, form: Form[Any], seen: str) -> None:
    parts = read_rows(kind, form.values, campaign["currency"]).parts
    await actions.save_rows(viewer, campaign, kind, parts, seen)


PENS = {
    "basics": Pen(_show_basics, lambda _, sent: read_values(BasicsForm, sent), _save_basics, _keep_cover),
    "story": Pen(_show_story, lambda _, sent: read_values(StoryForm, sent), _save_story, _keep_pictures),
    "funding": Pen(_show_funding, lambda _, sent: read_values(FundingForm, sent), _save_funding),
    "risks": Pen(lambda campaign, _: blank(risks=campaign["risks"]), lambda _, sent: read_values(RisksForm, sent), _save_risks),
    **{kind: Pen(partial(_show_rows, kind), partial(_read_rows, kind), partial(_save_rows, kind)) for kind in KINDS},
}
ADDING_RISKS = Pen(lambda *_: blank(), lambda _, sent: read_values(AddedRisksForm, sent), _add_risks)


def pen_for(key: str, state: str) -> Pen:
    return ADDING_RISKS if key == "risks" and state in PUBLIC else PENS[key]


PREVIEW = "preview"


def asks(sent: Sent, do: str) -> bool:
    return sent.get("do", [])[-1:] == [do]


def tried(key: str, campaign: Campaign, parts: Parts, form: Form[Any], members: dict[str, int]) -> tuple[Campaign, Parts]:
    """The campaign and its rows as they would be were the form saved; what is still wrong in it is left out."""
    if key == "story":
        video = kept_video(form.text("video"))
        return campaign | {"story": form.text("story"), "video": video.page if video else ""}, parts
    if key == "risks":
        told = [campaign["risks"], form.text("addition")] if "addition" in form.values else [form.text("risks")]
        return campaign | {"risks": "\n\n".join(told)}, parts
    if key == "basics":
        return campaign | {"title": form.text("title"), "summary": form.text("summary"), "cover": form.text("kept")}, parts
    found = read_rows(key, form.values, campaign["currency"]).parts
    rows = [
        {"title": one.title, "text": one.text, "month": one.month, "is_done": one.is_done, "amount": one.amount,
         "member": members.get(one.member)}
        for one in found
        if not one.member or one.member in members
    ]  # fmt: skip
    return campaign, parts | {key: rows}


def only_rearranges(sent: Sent) -> bool:
    """Also a preview: nothing is saved, and nothing is held against what is not finished."""
    return any(isinstance(one, str) and one != "save" for one in sent.get("do", [])[-1:])
