"""Reporting a thing: one open case collects all reports about it. However many come, nothing is hidden by them alone."""

from datetime import timedelta
from typing import Any

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.community.moderation.cases import add_weight, open_case
from app.community.moderation.log import note
from app.community.moderation.things import Thing
from app.community.reporting.forms import ReportForm
from app.community.reporting.rules import check_says_enough, weight
from app.community.reporting.tables import Report
from app.foundation.database import insert, row, transaction, value
from app.foundation.i18n import N_, language
from app.foundation.refusals import Refusal

A_DAY = timedelta(days=1)


async def report(viewer: Viewer, thing: Thing, form: ReportForm, *, place: str = "", address: str = "") -> dict[str, Any]:
    """`address` and `place` (where the request came from) of somebody signed out."""
    if thing.is_by(viewer):
        raise Refusal(N_("这是你自己发布的，可以直接修改或撤回。"))
    copied = form.problem == "copied"
    is_claimant, owner = copied and form.is_claimant, form.owner if copied else ""
    original_url, contact = form.original_url if copied else "", form.contact if copied else ""
    check_says_enough(
        form.problem, is_claimant=is_claimant, owner=owner, original_url=original_url, contact=contact, details=form.details
    )
    await _limited(viewer, place, address)
    async with transaction():
        case = await open_case(thing, "report", actor=viewer.id or None, source="person")
        await _only_once(case["id"], viewer, address)
        heavy = await _weight(viewer, thing, form.problem)
        made = await insert(
            Report, case_id=case["id"], kind=form.problem, details=form.details, member=viewer.id or None, address=address,
            lang=language.get(), weight=heavy, is_claimant=is_claimant, owner=owner, original_url=original_url, contact=contact,
        )  # fmt: skip
        await add_weight(case, thing, heavy)
        await note("reported", thing, actor=viewer.id or None, case=case["id"], problem=form.problem, is_claim=is_claimant)
    return made


async def _limited(viewer: Viewer, place: str, address: str) -> None:
    """Outside the transaction: who is refused for another reason has tried all the same."""
    if viewer.is_signed_in:
        await limit("report", str(viewer.id), most=20, within=A_DAY)
        return
    await limit("report-place", place, most=6, within=timedelta(hours=1))
    await limit("report-address", address, most=5, within=A_DAY)


async def _only_once(case: int, viewer: Viewer, address: str) -> None:
    if await row(
        "select 1 from report where case_id = {} and (member = {} or (address <> '' and address = {}))",
        case, viewer.id or None, address,
    ):  # fmt: skip
        raise Refusal(N_("你已经举报过了，平台正在处理，有结果会告诉你。"))


async def _weight(viewer: Viewer, thing: Thing, problem: str) -> float:
    before = await value(
        "select count(*) from moderation_case where kind = {} and thing = {} and state = 'dismissed' and reports > 0",
        thing.kind, thing.id,
    )  # fmt: skip
    is_new = bool(
        viewer.is_signed_in
        and await value("select created_at > app_now() - interval '1 day' from member where id = {}", viewer.id)
    )
    return weight(problem, is_member=viewer.is_signed_in, is_new_member=is_new, dismissed_before=before)
