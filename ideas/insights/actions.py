"""Saying what one would pay, changing it and taking it back; which prices a challenge asks about."""

from datetime import timedelta
from typing import Any

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.foundation.database import execute, insert, row, transaction, value
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound, Refusal
from ideas.insights.forms import PriceForm
from ideas.insights.queries import question_of
from ideas.insights.rules import RATHER_NOT, answer_of, check_answer, read_prices
from ideas.insights.tables import InsightExport

STAYS = N_("已经有人按%(currency)s回答过，货币不能再换；价位可以改。")


async def say_price(viewer: Viewer, public_id: str, chosen: str) -> None:
    """One answer to an idea that one voted for; another choice replaces it, “rather not say” takes it back."""
    await limit("price", str(viewer.id), most=120, within=timedelta(minutes=1))
    idea = await row(
        """select i.id, i.state, i.challenge, exists (select 1 from vote v where v.idea = i.id and v.member = {}
            and v.state not in ('withdrawn', 'moved')) as voted
        from idea i where i.public_id = {} and i.visibility = 'visible' and i.state <> 'draft'""",
        viewer.id, public_id,
    )  # fmt: skip
    if idea is None:
        raise NotFound
    if chosen == RATHER_NOT:
        await _forget_price(viewer, idea)
        return
    asked = await question_of(idea["challenge"])
    check_answer(asks=asked.asks, state=idea["state"], voted=idea["voted"])
    amount = answer_of(chosen, asked.amounts)
    await execute(
        """insert into price_answer as a (idea, member, amount, currency) values ({}, {}, {}, {})
        on conflict (idea, member) do update
        set amount = excluded.amount, currency = excluded.currency, changed_at = app_now()""",
        idea["id"], viewer.id, amount, asked.currency,
    )  # fmt: skip


async def _forget_price(viewer: Viewer, idea: dict[str, Any]) -> None:
    """At any time: the price goes, and what stays is only that one doesn't want to be asked."""
    await execute(
        """insert into price_answer as a (idea, member, currency) select {}, {}, '' where {}
        on conflict (idea, member) do update set amount = null, currency = '', changed_at = app_now()""",
        idea["id"], viewer.id, idea["voted"],
    )  # fmt: skip


async def carry_answers(from_idea: int, into: int) -> None:
    """Two ideas became one: what its voters said goes along, where they haven't said so about the other already."""
    await execute(
        """insert into price_answer (idea, member, amount, currency, created_at, changed_at)
        select {}, member, amount, currency, created_at, changed_at from price_answer where idea = {}
        on conflict (idea, member) do nothing""",
        into, from_idea,
    )  # fmt: skip


async def set_prices(challenge: int, form: PriceForm) -> None:
    """Refused, nothing changes: what was answered stays comparable, so the currency stays once somebody has answered."""
    amounts = read_prices(form.prices, form.price_currency)
    async with transaction():
        await row("select id from challenge where id = {} for update", challenge)
        before = (await question_of(challenge)).currency
        if form.price_currency != before and await _is_answered(challenge):
            raise Refusal(STAYS, field="price_currency", currency=before)
        await execute(
            """insert into price_question (challenge, asks, currency, amounts) values ({}, {}, {}, {})
            on conflict (challenge) do update
            set asks = excluded.asks, currency = excluded.currency, amounts = excluded.amounts""",
            challenge, form.asks_price, form.price_currency, amounts,
        )  # fmt: skip


async def _is_answered(challenge: int) -> bool:
    return await value(
        """select exists (select 1 from idea i join price_answer a on a.idea = i.id
        where i.challenge = {} and a.amount is not null)""",
        challenge,
    )


async def note_export(viewer: Viewer, brand: int, challenge: int, kind: str, format_: str) -> dict[str, Any]:
    """Who took what away, before it leaves."""
    await limit("insight-export", str(viewer.id), most=60, within=timedelta(hours=1))
    return await insert(InsightExport, brand=brand, challenge=challenge, actor=viewer.id, kind=kind, format=format_)
