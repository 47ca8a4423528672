"""What staff decides about a thing, what a checker outside says of it, and what follows for its author and the reporters."""

from app.accounts.viewer import Viewer
from app.community.moderation.cases import Case, latest_case, open_case, tell_staff, waiting_case
from app.community.moderation.kinds import kind_named, known_kinds
from app.community.moderation.log import note
from app.community.moderation.rules import APPEAL_DAYS, check_decides_alone, check_not_own
from app.community.moderation.tables import ModerationCase
from app.community.moderation.things import Thing, set_visibility, thing_by_id, things
from app.community.reporting.telling import tell_reporters
from app.foundation.database import execute, rows, sole_lock, transaction, value
from app.foundation.i18n import N_
from app.foundation.lifecycle import WrongState, move
from app.foundation.refusals import Refusal
from app.media.withholding.actions import give_back, withhold
from app.notifications.actions import notify
from app.notifications.params import Said

CHANGED = N_("《%(title)s》刚刚被作者改过，请再看一眼。")
OWN = "/me/moderation"


async def _held(thing: Thing, seen: str = "") -> Thing:
    """As it stands now, with nobody else deciding about it; refused where it isn't what staff has looked at."""
    await sole_lock(f"case:{thing.kind}", thing.id)
    now = await thing_by_id(thing.kind, thing.id)
    if seen and now.digest != seen:
        raise Refusal(CHANGED, title=now.title)
    return now


async def _staff() -> int:
    return int(await value("select count(*) from member where is_staff and erased_at is null"))


async def hide(viewer: Viewer, thing: Thing, reason: str) -> None:
    """The author reads the reason and may appeal; whoever reported it is told."""
    async with transaction():
        thing = await _held(thing)
        case = await waiting_case(thing)
        if case is None and thing.visibility == "hidden":
            raise WrongState
        if case is not None and case["state"] == "appealed":
            await _confirm(viewer, thing, case, reason)
            return
        case = case or await open_case(thing, "staff", actor=viewer.id, source="person", is_quiet=True)
        await _decide(case, "upheld", viewer.id, reason)
        await execute(
            "update moderation_case set appeal_until = app_now() + make_interval(days => {}) where id = {}",
            APPEAL_DAYS, case["id"],
        )  # fmt: skip
        await set_visibility(thing.kind, thing.id, "hidden", reason)
        await note("hidden", thing, actor=viewer.id, case=case["id"], why=reason)
        await notify(
            thing.authors, "text_hidden", f"/cases/{case['public_id']}", title=thing.told, reason=Said(reason), days=APPEAL_DAYS
        )
        await tell_reporters(case["id"], "upheld")


async def show(viewer: Viewer, thing: Thing, why: str = "", *, seen: str = "") -> None:
    """Lets through what waits, leaves standing what was reported, shows again what was hidden."""
    async with transaction():
        thing = await _held(thing, seen)
        case = await waiting_case(thing) or await latest_case(thing)
        if case is not None and case["state"] == "open":
            await _let_stand(viewer, thing, case, why)
        elif thing.visibility != "visible":
            await _show_again(viewer, thing, case, why)
        else:
            raise WrongState


async def _let_stand(viewer: Viewer, thing: Thing, case: Case, why: str) -> None:
    check_not_own(thing.is_by(viewer), await _staff())
    await _decide(case, "dismissed", viewer.id, why)
    if await set_visibility(thing.kind, thing.id, "visible", is_first=case["is_first"]):
        await note("let_through", thing, actor=viewer.id, case=case["id"], why=why)
        await notify(thing.authors, "text_let_through", thing.url or OWN, title=thing.told)
    else:
        await note("kept", thing, actor=viewer.id, case=case["id"], why=why)
    await tell_reporters(case["id"], "dismissed")


async def _show_again(viewer: Viewer, thing: Thing, case: Case | None, why: str) -> None:
    if case is not None and case["state"] == "appealed":
        check_decides_alone(case["decided_by"], await _staff(), viewer.id)
    if case is not None and case["state"] in ModerationCase.lifecycle.origins("overturned"):
        await move(ModerationCase, case["id"], "overturned", actor=viewer.id, why=why)
        await _answer_appeal(case, why)
        await tell_reporters(case["id"], "overturned")
    await set_visibility(thing.kind, thing.id, "visible", is_first=bool(case and case["is_first"]))
    await give_back(thing.pictures)
    await note("shown", thing, actor=viewer.id, case=case["id"] if case else None, why=why)
    await notify(thing.authors, "text_shown_again", thing.url or OWN, title=thing.told)


async def _confirm(viewer: Viewer, thing: Thing, case: Case, answer: str) -> None:
    """The appeal was heard and doesn't change the decision."""
    check_decides_alone(case["decided_by"], await _staff(), viewer.id)
    await move(ModerationCase, case["id"], "confirmed", actor=viewer.id, why=answer)
    await _answer_appeal(case, answer)
    await note("confirmed", thing, actor=viewer.id, case=case["id"], why=answer)
    await notify(thing.authors, "appeal_refused", f"/cases/{case['public_id']}", title=thing.told, answer=Said(answer))
    await tell_reporters(case["id"], "confirmed")


async def _answer_appeal(case: Case, answer: str) -> None:
    await execute("update case_statement set answer = {} where case_id = {} and kind = 'appeal'", answer, case["id"])


async def _decide(case: Case, state: str, by: int | None, reason: str, source: str = "person") -> None:
    await move(ModerationCase, case["id"], state, actor=by, why=reason, source=source, also="decided_at = app_now()")
    await execute("update moderation_case set reason = {}, decided_by = {} where id = {}", reason, by, case["id"])


async def withhold_pictures(viewer: Viewer, thing: Thing) -> None:
    """Their own addresses open no more, wherever they were copied to; once the thing is shown again they do."""
    async with transaction():
        thing = await _held(thing)
        if thing.visibility == "visible":
            raise Refusal(N_("先隐藏，再封存图片。"))
        if taken := await withhold(thing.pictures, viewer.id):
            await note("picture_withheld", thing, actor=viewer.id, why="、".join(taken))


async def give_pictures_back(viewer: Viewer, thing: Thing) -> None:
    async with transaction():
        if back := await give_back(thing.pictures):
            await note("picture_given_back", thing, actor=viewer.id, why="、".join(back))


async def ask_author(viewer: Viewer, thing: Thing) -> None:
    """Before anything is decided: what does the author say to it? They see the claim, not who made it."""
    async with transaction():
        thing = await _held(thing)
        case = await waiting_case(thing)
        if case is None or case["state"] != "open":
            raise WrongState
        if case["asked_at"] is not None:
            raise Refusal(N_("已经请作者说明过了。"))
        await execute("update moderation_case set asked_at = app_now() where id = {}", case["id"])
        await note("asked", thing, actor=viewer.id, case=case["id"])
        await notify(thing.authors, "statement_asked", f"/cases/{case['public_id']}", title=thing.told)


async def checker_has_doubts(thing: Thing, words: str, *, is_new: bool) -> None:
    """It waits for staff, told once however often the job runs."""
    async with transaction():
        thing = await _held(thing)
        if thing.visibility == "hidden":
            return
        case = await open_case(thing, "checker", words=words, is_first=is_new, source="provider", is_quiet=True)
        if await value("select 1 from moderation_log where case_id = {} and act = 'held' and source = 'provider'", case["id"]):
            return
        hides = is_new or kind_named(thing.kind).holds_edits
        if hides:
            await set_visibility(thing.kind, thing.id, "pending")
            await notify(thing.authors, "text_pending", thing.url or OWN, title=thing.told)
        await note("held", thing, case=case["id"], why=words, source="provider", hides=hides)
        await tell_staff(case["id"])


async def checker_is_content(thing: Thing) -> None:
    """What waited for nothing but the checker is shown; what waits for staff goes on waiting."""
    async with transaction():
        thing = await _held(thing)
        case = await waiting_case(thing)
        if case is None or case["state"] != "open" or case["cause"] != "checker" or case["words"] or case["reports"]:
            return
        await _decide(case, "dismissed", None, "", source="provider")
        await set_visibility(thing.kind, thing.id, "visible", is_first=case["is_first"])
        await note("let_through", thing, case=case["id"], source="provider")


async def close_vanished() -> None:
    """Open cases about what its author has taken away meanwhile."""
    for kind in known_kinds():
        waiting = await rows("select id, thing from moderation_case where kind = {} and state = 'open'", kind)
        standing = await things(kind, [case["thing"] for case in waiting])
        for case in waiting:
            thing = standing.get(case["thing"])
            if thing is None or not thing.is_public:
                await _close(case, thing)


async def _close(case: Case, thing: Thing | None) -> None:
    async with transaction():
        await _decide(case, "dismissed", None, "", source="rule")
        await note("closed", thing, case=case["id"], source="rule")
        await tell_reporters(case["id"], "gone")
