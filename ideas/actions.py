"""What an author does with an idea, and the steps that higher rooms report about it."""

from datetime import timedelta
from typing import Any

import msgspec

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.community.moderation.checking import check_text
from app.foundation.database import execute, insert, row, sole_lock, transaction, value
from app.foundation.i18n import N_, language
from app.foundation.lifecycle import WrongState, begin, move, move_all
from app.foundation.refusals import NotFound, Refusal
from app.papers.actions import agree
from ideas.challenges.queries import counts_in, phase_taking_ideas
from ideas.challenges.rules import IS_PUBLIC, TAKES_IDEAS
from ideas.challenges.taking_part import check_may_propose
from ideas.contributing.queries import may_edit
from ideas.contributing.weaving import weave_in
from ideas.drafting.actions import check_newest, drop_aside
from ideas.drafting.rules import OVER
from ideas.forms import DraftForm, IdeaForm
from ideas.ladder.actions import begin_climb
from ideas.posting import check_phone
from ideas.ranking import FIRST_RANKS
from ideas.remixing.actions import check_remix, tell_of_remix
from ideas.rules import EDITABLE, sent_as, typed_as
from ideas.tables import Idea
from ideas.wording import note_terms, note_wording, set_pictures

ANSWERED = N_("这个创意已经进入评审或有了结论，不能再改。你写的还在下面，可以复制走。")


async def _challenge_taking_ideas(public_id: str) -> int | None:
    """Its id; a Refusal where it is over, hidden or unknown. No challenge: the open floor."""
    if not public_id:
        return None
    found = await row(
        f"select c.id, {TAKES_IDEAS} as is_open from challenge c where c.public_id = {{}} and {IS_PUBLIC}", public_id
    )
    if found is None:
        raise Refusal(N_("没有找到这个征集，请另选一个。"), field="challenge")
    if not found["is_open"]:
        raise Refusal(N_("这个征集现在不收创意，请另选一个，或不选征集。"), field="challenge")
    return int(found["id"])


async def _draft_challenge(public_id: str) -> int | None:
    found = await row(f"select c.id from challenge c where c.public_id = {{}} and {IS_PUBLIC}", public_id)
    return found["id"] if found else None


async def check_publishable(form: IdeaForm) -> None:
    """What can be said before anybody signs in: a Refusal where the challenge takes no ideas now."""
    await _challenge_taking_ideas(form.challenge)


async def save_draft(viewer: Viewer, form: DraftForm, ref: str = "") -> dict[str, Any]:
    async with transaction():
        if before := await _sent_before(viewer, form):
            return before
        await limit("draft", str(viewer.id), most=60, within=timedelta(hours=1))
        return await _new_draft(viewer, form, ref)


async def keep_as_draft(viewer: Viewer, form: DraftForm, ref: str = "") -> dict[str, Any]:
    """What was begun signed out and can't be published: never lost, whatever the limits."""
    async with transaction():
        return await _sent_before(viewer, form) or await _new_draft(viewer, form, ref)


async def _new_draft(viewer: Viewer, form: DraftForm | IdeaForm, ref: str, mark: str | None = None) -> dict[str, Any]:
    idea = await insert(
        Idea, author=viewer.id, challenge=await _draft_challenge(form.challenge), title=form.title, summary=form.summary,
        body=form.body, tags=form.tags, lang=language.get(), ref=ref, sent_as=mark or sent_as(form.once, form.title, form.body),
    )  # fmt: skip
    await set_pictures(idea["id"], viewer.id, form.pictures)
    await begin(Idea, idea["id"], "draft", actor=viewer.id)
    return idea


async def _sent_before(viewer: Viewer, form: DraftForm | IdeaForm) -> dict[str, Any] | None:
    """The idea that this very form has already become. Two at the same moment come one after the other.

    A draft that was kept while one typed is this form's whatever it says by now.
    """
    mark = sent_as(form.once, form.title, form.body)
    if mark is None:
        return None
    await sole_lock("ideas sent by", viewer.id)
    found = await row(
        "select * from idea where author = {} and sent_as in ({}, {}) order by sent_as = {} desc",
        viewer.id, mark, typed_as(form.once), mark,
    )  # fmt: skip
    if found is None or found["sent_as"] == mark:
        return found
    if found["state"] == "draft":
        await edit_idea(viewer, found, msgspec.structs.replace(form, based_on=OVER))
        return found
    return found if (found["title"], found["body"]) == (form.title, form.body) else None


async def draft_being_typed(viewer: Viewer, form: DraftForm, ref: str = "") -> dict[str, Any]:
    """What this form became when it was first kept, or by its button a moment ago: found again, or begun."""
    async with transaction():
        await sole_lock("ideas sent by", viewer.id)
        mark, sent = typed_as(form.once), sent_as(form.once, form.title, form.body)
        if found := await row("select * from idea where author = {} and sent_as in ({}, {})", viewer.id, mark, sent):
            return found
        await limit("draft", str(viewer.id), most=60, within=timedelta(hours=1))
        return await _new_draft(viewer, form, ref, mark)


async def publish_idea(viewer: Viewer, form: IdeaForm, ref: str = "") -> dict[str, Any]:
    """A new idea: on view at once, or `pending` where somebody looks first (its `visibility` says so)."""
    async with transaction():
        before = await _sent_before(viewer, form)
        if before and before["state"] != "draft":
            return before
        idea = before or await _new_draft(viewer, form, ref)
        if before:
            await set_pictures(idea["id"], viewer.id, form.pictures)
        visibility = await _publish(viewer, idea["id"], form)
    return idea | {"state": "published", "visibility": visibility}


async def publish_draft(viewer: Viewer, idea: dict[str, Any], form: IdeaForm) -> str:
    """Its visibility from now on. Only the author says yes to the licence."""
    if idea["author"] != viewer.id:
        raise Refusal(N_("由发起人来发布。你改的先存下来。"))
    async with transaction():
        now = await _locked(viewer, idea["id"])
        if now["state"] != "draft":
            raise WrongState
        await check_newest(viewer, now, form)
        await set_pictures(idea["id"], viewer.id, form.pictures)
        visibility = await _publish(viewer, idea["id"], form)
        await drop_aside(idea["id"], form.aside)
    return visibility


async def _publish(viewer: Viewer, idea: int, form: IdeaForm) -> str:
    await check_phone(viewer)
    await limit("idea", str(viewer.id), most=30, within=timedelta(hours=1))
    challenge = await _challenge_taking_ideas(form.challenge)
    await check_may_propose(viewer, challenge)
    await check_remix(idea, form.title, form.body)
    await execute(
        """update idea set title = {}, summary = {}, body = {}, tags = {}, challenge = {}, phase = {}, counts = {}, lang = {}
        where id = {} and state = 'draft'""",
        form.title, form.summary, form.body, form.tags, challenge, await phase_taking_ideas(challenge),
        await counts_in(challenge), language.get(), idea,
    )  # fmt: skip
    await move(Idea, idea, "published", actor=viewer.id, also=f"published_at = app_now(), vote_count = 0, {FIRST_RANKS}")
    await begin_climb(idea, challenge)
    await note_wording(idea, viewer.id)
    public_id = await value("select public_id from idea where id = {}", idea)
    await agree(viewer.id, "idea", subject=public_id, about=form.challenge)
    visibility = await _check(idea, form, is_new=True, author=viewer.id)
    if visibility == "visible":
        await tell_of_remix(idea)
    return visibility


async def _check(idea: int, form: DraftForm | IdeaForm, **more: Any) -> str:
    tags = " ".join(form.tags)
    return await check_text("idea", idea, title=form.title, summary=form.summary, body=form.body, tags=tags, **more)


async def _locked(viewer: Viewer, idea: int) -> dict[str, Any]:
    """As it stands now; nobody else changes it until this is done. NotFound unless the viewer may edit it."""
    now = await row("select * from idea where id = {} for update", idea)
    if now is None or not await may_edit(viewer, now):
        raise NotFound
    return now


async def edit_idea(viewer: Viewer, idea: dict[str, Any], form: DraftForm | IdeaForm) -> str:
    """A new wording by the author or a co-author, kept beside the old one once it is public. The challenge is fixed by then.

    Its visibility from now on: a doubtful wording waits for somebody to look at it.
    """
    async with transaction():
        now = await _locked(viewer, idea["id"])
        if now["state"] not in EDITABLE:
            raise Refusal(ANSWERED)
        await check_newest(viewer, now, form)
        await execute(
            "update idea set title = {}, summary = {}, body = {}, tags = {} where id = {}",
            form.title, form.summary, form.body, form.tags, idea["id"],
        )  # fmt: skip
        has_new_pictures = await set_pictures(idea["id"], viewer.id, form.pictures)
        await drop_aside(idea["id"], form.aside)
        if now["state"] == "draft":
            await execute("update idea set challenge = {} where id = {}", await _draft_challenge(form.challenge), idea["id"])
            return str(now["visibility"])
        is_reworded = any(now[name] != getattr(form, name) for name in ("title", "summary", "body"))
        if is_reworded:
            await weave_in(idea["id"], form.improvement, await note_wording(idea["id"], viewer.id))
        elif now["tags"] != form.tags:
            await note_terms(idea["id"])
        if is_reworded or has_new_pictures or now["tags"] != form.tags:
            return await _check(idea["id"], form)
        return str(now["visibility"])


async def withdraw_idea(viewer: Viewer, idea: dict[str, Any]) -> None:
    """By its author, until there is a verdict."""
    if idea["author"] != viewer.id:
        raise NotFound
    if not await move_all(Idea, [idea["id"]], "withdrawn", actor=viewer.id):
        raise Refusal(N_("这个创意已经有结论了，不能再撤回。"))


async def mark_campaigned(idea_id: int, actor: int | None) -> bool:
    """A campaign was made of a won idea. False when that was known already."""
    return await _mark(idea_id, "campaigned", ("campaigned", "made"), actor)


async def mark_made(idea_id: int, actor: int | None) -> bool:
    """What was campaigned for is made. False when that was known already."""
    return await _mark(idea_id, "made", ("made",), actor)


async def _mark(idea_id: int, state: str, known: tuple[str, ...], actor: int | None) -> bool:
    if await move_all(Idea, [idea_id], state, actor=actor, source="person" if actor else "rule"):
        return True
    if await row("select 1 from idea where id = {} and state = any({})", idea_id, list(known)) is None:
        raise WrongState
    return False
