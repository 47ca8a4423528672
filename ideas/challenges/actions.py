"""What a brand does with a challenge: drafts it, publishes it, changes what changes no rule under anyone, drops a draft."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.brands.desk import Desk
from app.community.moderation.checking import check_text, refuse_words
from app.foundation import clock
from app.foundation.database import execute, insert, row, rows, transaction
from app.foundation.i18n import N_, language
from app.foundation.queue import enqueue
from app.foundation.refusals import Refusal
from app.media.actions import attach
from ideas.challenges.changes import note_changes
from ideas.challenges.composing import Composed, Values, compose, shaped
from ideas.challenges.extras import blame_extras, extras_of, forget_extras, write_extras
from ideas.challenges.phasing import Plan, answer_due_at, changes_refused, deadline, opens_at
from ideas.challenges.queries import ChallengeView, desk_challenge, is_answered, plans_of, zone_of
from ideas.challenges.readiness import missing
from ideas.challenges.tables import Challenge, ChallengePhase

SAVED_ELSEWHERE = N_("这份征集刚在别处改过（另一个页面，或同事）。你写的还在下面：再按一次，就以这里的为准。")


async def begin_draft(desk: Desk, viewer: Viewer, shape: str, title: str = "") -> dict[str, Any]:
    """Seen at the desk only; with one of the usual shapes."""
    await limit("challenge-draft", str(viewer.id), most=60, within=timedelta(days=1))
    async with transaction():
        now = await clock.now()
        challenge = await insert(
            Challenge, brand=desk.brand, created_by=viewer.id, title=title, brief="", lang=language.get(),
            opens_at=now, deadline=now + timedelta(days=1),
        )  # fmt: skip
        values = shaped(shape, title)
        values |= await extras_of(None)
        await _keep_typed(challenge["id"], values)
        await _write_if_right(viewer, challenge["id"], compose(values, await zone_of(desk.brand), now))
    return challenge


async def save_draft(viewer: Viewer, challenge: ChallengeView, values: Values) -> Composed:
    """Kept as typed, right or wrong; the preview shows it once it is right. Says what is wrong."""
    async with transaction():
        now, _ = await _locked(challenge, values, is_draft=True)
        composed = compose(values, challenge.brand_zone, now)
        await blame_extras(composed.form, challenge.id, values, answered=False)
        await _keep_typed(challenge.id, composed.values)
        await _write_if_right(viewer, challenge.id, composed)
    return composed


async def publish_draft(viewer: Viewer, challenge: ChallengeView, values: Values) -> Composed:
    """On view from now on; where something is missing it stays a draft with what was typed, and each place says what."""
    async with transaction():
        composed = await save_draft(viewer, challenge, values)
        if composed.form.ok:
            composed.blame(missing(composed))
        if composed.form.ok:
            with composed.form.catching():
                await _publish(viewer, challenge, composed)
    return composed


async def _publish(viewer: Viewer, challenge: ChallengeView, composed: Composed) -> None:
    async with transaction():
        await limit("challenge", str(viewer.id), most=20, within=timedelta(days=1))
        await execute(
            "update challenge set published_at = app_now(), typed = null, answer_due_at = {}, lang = {} where id = {}",
            answer_due_at(composed.plans, composed.form.data.term), language.get(), challenge.id,
        )  # fmt: skip
        await _checked(challenge.id, composed, is_new=True, author=viewer.id)
        await enqueue("tell_phases", {}, once_key="tell_phases")


async def open_challenge(desk: Desk, viewer: Viewer, values: Values) -> dict[str, Any]:
    """Drafted and published in one go, for whoever knows already what goes into each field."""
    async with transaction():
        draft = await begin_draft(desk, viewer, "empty")
        composed = await publish_draft(viewer, await desk_challenge(desk.brand, draft["public_id"]), values)
        for field, sentence in composed.form.errors.items():
            raise Refusal(sentence, field=field)
        opened = await row("select * from challenge where id = {}", draft["id"])
        assert opened is not None
        return opened


async def revise_challenge(viewer: Viewer, challenge: ChallengeView, values: Values) -> Composed:
    """Of a published one: everything while nobody has answered, from then on only what changes no rule under anyone."""
    async with transaction():
        now, before = await _locked(challenge, values, is_draft=False)
        old, answered = await plans_of(challenge.id), await is_answered(challenge.id)
        composed = compose(values, challenge.brand_zone, now, old)
        if not composed.form.errors:
            composed.blame(missing(composed))
            composed.blame(changes_refused(old, composed.plans, now, answered=answered))
        await blame_extras(composed.form, challenge.id, values, answered=answered)
        if answered and not composed.form.errors:
            composed.blame(_fixed_texts(before, composed))
        if composed.form.errors:
            return composed
        await note_changes(viewer, challenge, before, old, composed)
        await _write(viewer, challenge.id, composed)
        await execute(
            "update challenge set answer_due_at = {}, version = version + 1 where id = {}",
            answer_due_at(composed.plans, composed.form.data.term), challenge.id,
        )  # fmt: skip
        await _checked(challenge.id, composed)
    return composed


async def drop_draft(challenge: ChallengeView) -> None:
    async with transaction():
        if await row("select 1 from challenge where id = {} and published_at is null for update", challenge.id) is None:
            raise Refusal(N_("征集已经发布，不能再丢弃。"))
        await execute(
            "update capability_link set revoked_at = app_now() where scope = 'preview' and subject = {} and revoked_at is null",
            f"challenge:{challenge.public_id}",
        )
        await forget_extras(challenge.id)
        await execute("delete from challenge where id = {}", challenge.id)


def _fixed_texts(before: dict[str, Any], composed: Composed) -> list[Refusal]:
    """What fans read before they took part stays as it was."""
    head = composed.form.data
    now = {"title": head.title, "brief": head.brief, "prizes": head.prizes, "share_percent": head.share_percent}
    sentence = N_("已经有人参加了，这里不能再改。")
    return [Refusal(sentence, field=name) for name, text in now.items() if before[name] != text] + (
        [Refusal(sentence, field="answer_days")] if before["answer_days"] != head.term else []
    )


async def _locked(challenge: ChallengeView, values: Values, *, is_draft: bool) -> tuple[datetime, dict[str, Any]]:
    """The moment and the row, held. Whoever edits what somebody else has saved since is told so first."""
    before = await row("select *, app_now() as now from challenge where id = {} for update", challenge.id)
    if before is None or (before["published_at"] is None) != is_draft:
        raise Refusal(N_("这份征集刚刚发布了，刷新页面再改。") if before and is_draft else N_("这份草稿已经丢弃了。"))
    if str(values.get("version") or before["version"]) != str(before["version"]):
        values["version"] = str(before["version"])
        raise Refusal(SAVED_ELSEWHERE)
    return before["now"], before


async def _keep_typed(challenge: int, values: Values) -> None:
    found = await row(
        "update challenge set typed = {}::jsonb, version = version + 1 where id = {} returning version",
        json.dumps({name: one for name, one in values.items() if name != "version"}, ensure_ascii=False), challenge,
    )  # fmt: skip
    assert found is not None
    values["version"] = str(found["version"])


async def _write_if_right(viewer: Viewer, challenge: int, composed: Composed) -> None:
    if composed.form.ok:
        with composed.form.catching():
            await refuse_words(**_texts(composed))
    if composed.form.ok:
        await _write(viewer, challenge, composed)


async def _write(viewer: Viewer, challenge: int, composed: Composed) -> None:
    head, plans = composed.form.data, composed.plans
    await execute(
        """update challenge set title = {}, brief = {}, prizes = {}, share_percent = {}, answer_days = {}, cover = {},
          opens_at = {}, deadline = {} where id = {}""",
        head.title, head.brief, head.prizes, head.share_percent, head.term, await _cover(viewer, challenge, head.kept),
        opens_at(plans), deadline(plans), challenge,
    )  # fmt: skip
    await _write_phases(challenge, plans)
    await write_extras(viewer, challenge, composed.values)


async def _cover(viewer: Viewer, challenge: int, kept: str) -> str:
    known = await row("select cover from challenge where id = {}", challenge)
    if not kept or (known and known["cover"] == kept):
        return kept
    own = await attach(viewer.id, [kept])
    return own[0] if own else ""


async def _write_phases(challenge: int, plans: Sequence[Plan]) -> None:
    """Those that stay keep their rows, since ideas say in which of them they came."""
    was = await rows("select id, ends_at from challenge_phase where challenge = {} order by position for update", challenge)
    await execute("update challenge_phase set position = position + 1000 where challenge = {}", challenge)
    for place, plan in enumerate(plans, start=1):
        kept = was[plan.was - 1] if 0 < plan.was <= len(was) else None
        columns = {
            "position": place, "title": plan.title, "note": plan.note, "doors": list(plan.doors), "starts_at": plan.starts_at,
            "ends_at": plan.ends_at, "who": plan.who, "account_days": plan.account_days, "most_ideas": plan.most_ideas,
            "budget": plan.budget, "least_votes": plan.least_votes, "counts": plan.counts,
        }  # fmt: skip
        if kept:
            sets = ", ".join(f"{name} = {{}}" for name in columns)
            await execute(
                f"""update challenge_phase set {sets}, reminded_at = case when ends_at < {{}} then null else reminded_at end
                where id = {{}}""",
                *columns.values(), plan.ends_at, kept["id"],
            )  # fmt: skip
        else:
            await insert(ChallengePhase, challenge=challenge, **columns)
    await execute("delete from challenge_phase where challenge = {} and position > 1000", challenge)


def _texts(composed: Composed) -> dict[str, str]:
    head = composed.form.data
    texts = {"title": head.title, "brief": head.brief, "prizes": head.prizes}
    for plan in composed.plans:
        texts |= {f"{plan.key}-title": plan.title, f"{plan.key}-note": plan.note}
    return {field: text for field, text in texts.items() if text}


async def _checked(challenge: int, composed: Composed, *, is_new: bool = False, author: int | None = None) -> str:
    return await check_text("challenge", challenge, is_new=is_new, author=author, **_texts(composed))
