"""Verbs of an agreement: the brand offers it, each person named accepts or declines."""

from decimal import Decimal
from typing import Any

from app.accounts.viewer import Viewer
from app.brands.desk import Desk
from app.community.moderation.checking import check_text, refuse_words
from app.foundation.database import execute, insert, row, rows, transaction, value
from app.foundation.i18n import N_, language
from app.foundation.ids import new_id
from app.foundation.lifecycle import begin, move, move_all
from app.foundation.refusals import NotFound, Refusal
from app.notifications.actions import notify
from app.notifications.params import Named
from app.papers.actions import record_consent_to
from app.papers.queries import version_in_force
from ideas.agreeing.queries import Agreed, agreement_of, consent_to_launch, parties_of
from ideas.agreeing.rules import Party, check_answer, check_offer, check_whole
from ideas.agreeing.tables import Agreement
from ideas.reviewing.queries import team_of

PAPER = "co_creation"


async def offer_agreement(
    desk: Desk, viewer: Viewer, idea: dict[str, Any], *, share: Decimal, points: dict[int, int], terms: str, shows_parts: bool
) -> dict[str, Any]:
    """To everybody who has a part in the idea now; what was offered before is replaced."""
    await refuse_words(terms=terms)
    async with transaction():
        parties = await _checked(desk, idea, share, points)
        before = await row("select id from agreement where idea = {} and state <> 'replaced' for update", idea["id"])
        if before:
            await move(Agreement, before["id"], "replaced", actor=viewer.id)
        version = await version_in_force(PAPER)
        made = await insert(
            Agreement, idea=idea["id"], brand=desk.brand, offered_by=viewer.id, version=version, share_percent=share,
            terms=terms, shows_parts=shows_parts,
        )  # fmt: skip
        await begin(Agreement, made["id"], "offered", actor=viewer.id)
        await _write_parts(made["id"], parties, points)
        await notify(
            [one.member for one in parties], "agreement_offered", f"/agreements/{made['public_id']}",
            about=made["public_id"], idea=idea["title"], brand=desk.name,
        )  # fmt: skip
        return made


async def _checked(desk: Desk, idea: dict[str, Any], share: Decimal, points: dict[int, int]) -> list[Party]:
    """Whose parts they are, all of them; the idea's row is held against a launch and another offer at the same moment."""
    now = await row(
        """select i.state, c.share_percent as promised, v.brand,
          exists (select 1 from agreement a where a.idea = i.id and a.state = 'accepted') as has_agreed
        from idea i join verdict v on v.idea = i.id and v.outcome = 'won' left join challenge c on c.id = i.challenge
        where i.id = {} for update of i""",
        idea["id"],
    )
    if now is None or now["brand"] != desk.brand:
        raise NotFound
    is_fixed = now["has_agreed"] and now["state"] != "won"
    check_offer(now["state"], is_fixed=is_fixed, share=share, promised=now["promised"])
    parties = await parties_of(idea["id"])
    if not parties:
        raise Refusal(N_("创意的作者都注销了，没有人要签约定。"))
    if {one.member for one in parties} != points.keys():
        raise Refusal(N_("共创的人刚刚有变动，请按新的名单再分一次。"), field="parts")
    check_whole(list(points.values()))
    return parties


async def _write_parts(agreement: int, parties: list[Party], points: dict[int, int]) -> None:
    await execute(
        """insert into agreement_part (public_id, agreement, member, role, points, lang)
        select * from unnest({}::text[], {}::bigint[], {}::bigint[], {}::text[], {}::int[], {}::text[])""",
        [new_id() for _ in parties], [agreement] * len(parties), [one.member for one in parties],
        [one.role for one in parties], [points[one.member] for one in parties], [language.get()] * len(parties),
    )  # fmt: skip


async def accept_agreement(viewer: Viewer, agreement: Agreed, shown_name: str) -> bool:
    """Name, part and licence in one act, to just the version that was offered. Whether it was the last yes."""
    async with transaction():
        part = await _answering(viewer, agreement)
        await execute(
            "update agreement_part set state = 'accepted', shown_name = {}, lang = {}, answered_at = app_now() where id = {}",
            shown_name, language.get(), part["id"],
        )  # fmt: skip
        if shown_name:
            await check_text("credit_name", part["id"], shown_name=shown_name, is_new=True, author=viewer.id)
        await record_consent_to(viewer.id, agreement.version, PAPER, subject=agreement.public_id)
        is_last = not await value(
            "select exists (select from agreement_part where agreement = {} and state <> 'accepted')", agreement.id
        )
        if is_last:
            await move(Agreement, agreement.id, "accepted", actor=viewer.id, also="accepted_at = app_now()")
            await _tell_all(agreement)
        return is_last


async def decline_agreement(viewer: Viewer, agreement: Agreed, reason: str) -> None:
    """The brand hears why and may offer anew; the others hear that it is off."""
    await refuse_words(reason=reason)
    async with transaction():
        part = await _answering(viewer, agreement)
        await execute(
            "update agreement_part set state = 'declined', reason = {}, answered_at = app_now() where id = {}", reason, part["id"]
        )
        await move(Agreement, agreement.id, "declined", actor=viewer.id)
        await notify(
            await team_of(agreement.brand), "agreement_declined", desk_address(agreement),
            idea=agreement.idea_title, name=Named(viewer.id), reason=reason,
        )  # fmt: skip


def desk_address(agreement: Agreed) -> str:
    return f"/brands/{agreement.brand_id}/studio/ideas/{agreement.idea_id}/agreement"


async def _answering(viewer: Viewer, agreement: Agreed) -> dict[str, Any]:
    """The agreement's row is held first, so that of two last answers at once one sees the other."""
    now = await row("select state from agreement where id = {} for update", agreement.id)
    part = await row("select id, state from agreement_part where agreement = {} and member = {}", agreement.id, viewer.id)
    if now is None or part is None:
        raise NotFound
    check_answer(now["state"], part["state"])
    return part


async def _tell_all(agreement: Agreed) -> None:
    params: dict[str, Any] = {"idea": agreement.idea_title, "brand": agreement.brand_name}
    await notify([part.member for part in agreement.parts], "agreement_complete", agreement.url, **params)
    await notify(await team_of(agreement.brand), "own_agreement_complete", desk_address(agreement), **params)


async def hold_consent(idea: int) -> None:
    """Before its campaign is seen by everybody: a Refusal that names who hasn't said yes. Holds to the transaction's end."""
    await execute("select id from idea where id = {} for update", idea)
    consent = await consent_to_launch(idea)
    if consent.is_given:
        return
    if consent.agreement is None:
        raise Refusal(N_("先和创意的作者签好共创约定，才能公开这个众筹。"))
    raise Refusal(N_("共创约定还差这些人同意：%(names)s。"), names="、".join(consent.missing))


async def replace_for_absence(member: int) -> None:
    """Somebody named in an unanswered agreement leaves the site: it is taken back, and the brand asked to offer anew."""
    for one in await rows(
        """select a.id, a.idea from agreement a join agreement_part p on p.agreement = a.id and p.member = {}
        where a.state in ('offered', 'declined') for update of a""",
        member,
    ):
        agreement = await agreement_of(one["idea"])
        if agreement and await move_all(Agreement, [one["id"]], "replaced", why="left", source="rule"):
            await notify(await team_of(agreement.brand), "agreement_to_renew", desk_address(agreement), idea=agreement.idea_title)
