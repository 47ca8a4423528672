"""Verbs of a gift: wrapped with the pledge or later, sent once it is kept, taken, taken back."""

from datetime import timedelta
from typing import Any

from app.accounts.capabilities import capability_key, revoke
from app.accounts.limits import limit, mailbox_of
from app.accounts.viewer import Viewer, token_hash
from app.community.moderation.checking import check_text
from app.foundation.database import execute, row, rows, transaction
from app.foundation.i18n import N_, language
from app.foundation.ids import new_id
from app.foundation.lifecycle import move_all
from app.foundation.refusals import NotFound, Refusal, SlowDown
from app.notifications.actions import mail_to, notify
from app.notifications.params import Said
from campaigns.fulfilment.tables import Perk
from campaigns.gifting.forms import GiftWords
from campaigns.gifting.queries import SHOWN, gift_of_pledge
from campaigns.gifting.rules import (
    GIVEABLE,
    MAILS_A_DAY,
    MAILS_TO_ONE_MAILBOX,
    MOVABLE,
    NOTHING_LEFT,
    OVER,
    check_acceptable,
    check_open,
)

KIND = "gift"
A_FRIEND = N_("一位朋友")


def check_gift(form: GiftWords) -> None:
    if not form.gift_name:
        raise Refusal(N_("写一下送给谁，TA 打开时看到的就是这个称呼。"), field="gift_name")


async def make_gift(pledge: int, form: GiftWords) -> None:
    """Beside a pledge just made; one that is a gift already stays as it is."""
    async with transaction():
        made = await row(
            """insert into gift (public_id, pledge, to_name, to_email, signed, card, lang) values ({}, {}, {}, {}, {}, {}, {})
            on conflict (pledge) do nothing returning id""",
            new_id(), pledge, form.gift_name, form.gift_email, form.gift_signed, form.gift_card, language.get(),
        )  # fmt: skip
        if made:
            await _check(made["id"], form)


async def _check(gift: int, form: GiftWords) -> None:
    await check_text(KIND, gift, gift_name=form.gift_name, gift_signed=form.gift_signed, gift_card=form.gift_card)


async def wrap(viewer: Viewer, pledge: dict[str, Any], form: GiftWords) -> None:
    """The giver says or changes whose it shall be; a new address gets the link anew."""
    check_gift(form)
    async with transaction():
        kept = await _open_gift(viewer, pledge)
        if kept is None:
            await make_gift(pledge["id"], form)
        else:
            again = form.gift_email != kept["to_email"]
            await execute(
                """update gift set to_name = {}, to_email = {}, signed = {}, card = {},
                mailed_at = case when {} then null else mailed_at end where id = {}""",
                form.gift_name, form.gift_email, form.gift_signed, form.gift_card, again, kept["id"],
            )  # fmt: skip
            await _check(kept["id"], form)
            if again:
                await revoke("gift", kept["public_id"])
        await send_gift(pledge["id"])


async def _open_gift(viewer: Viewer, pledge: dict[str, Any]) -> dict[str, Any] | None:
    """The pledge is the viewer's and nobody has taken it; locked, so that nobody does meanwhile."""
    if pledge["backer"] != viewer.id:
        raise NotFound
    await rows("select id from pledge where id = {} for update", pledge["id"])
    gift = await gift_of_pledge(pledge["id"])
    if gift is not None:
        check_open(gift)
    elif pledge["state"] in OVER:
        raise Refusal(N_("这一单已经结束，不能再送人。"))
    else:
        await _check_left(pledge["id"])
    return gift


async def unwrap(viewer: Viewer, pledge: dict[str, Any]) -> None:
    """It is the backer's own again; the link that went out opens nothing any more."""
    async with transaction():
        gift = await _open_gift(viewer, pledge)
        if gift is None:
            raise Refusal(N_("这一单没有在送人。"))
        await revoke("gift", gift["public_id"])
        await execute("delete from gift where id = {}", gift["id"])


async def gift_address(gift: dict[str, Any]) -> str:
    """For whoever shall take it. Writes."""
    key = await capability_key("gift", gift["public_id"], member=gift["giver"])
    return f"/gifts/{gift['public_id']}?key={key}"


async def send_gift(pledge: int) -> None:
    """Once its pledge is kept, to the address that the giver gave; safe to call again."""
    async with transaction():
        gift = await row(
            f"{SHOWN} where g.pledge = {{}} and g.mailed_at is null and g.to_email <> '' and p.state = any({{}}) for update of g",
            pledge, list(GIVEABLE),
        )  # fmt: skip
        if gift is None:
            return
        await execute("update gift set mailed_at = app_now() where id = {}", gift["id"])
        try:
            await limit("gift-mails", str(gift["giver"]), most=MAILS_A_DAY, within=timedelta(days=1))
            mailbox = token_hash(mailbox_of(gift["to_email"])).hex()[:32]
            await limit("gift-mails-to", mailbox, most=MAILS_TO_ONE_MAILBOX, within=timedelta(days=1))
        except SlowDown:
            return  # the giver still has the link to hand on
        await mail_to(
            gift["to_email"], "gift_sent", await gift_address(gift), lang=gift["lang"], name=gift["to_name"],
            giver=gift["signed"] or Said(A_FRIEND), campaign=gift["campaign_title"],
        )  # fmt: skip


async def accept_gift(viewer: Viewer, public_id: str) -> dict[str, Any]:
    """From now on its perks are the recipient's; an address that the giver gave before is asked for again."""
    async with transaction():
        gift = await row(f"{SHOWN} where g.public_id = {{}} for update of g, p", public_id)
        if gift is None:
            raise NotFound
        check_acceptable(gift, viewer.id)
        if gift["recipient"] == viewer.id:
            return gift
        await _check_left(gift["pledge"])
        await execute("update gift set recipient = {}, accepted_at = app_now() where id = {}", viewer.id, gift["id"])
        await hand_perks_over(gift["pledge"], viewer.id)
        url = f"/pledges/{gift['pledge_public_id']}"
        await notify([gift["giver"]], "gift_accepted", url, name=gift["to_name"], campaign=gift["campaign_title"])
        return gift


async def _check_left(pledge: int) -> None:
    """Before anything is owed all of it can be given; afterwards what is not on its way."""
    states = [one["state"] for one in await rows("select state from perk where pledge = {}", pledge)]
    if states and not set(states) & set(MOVABLE):
        raise Refusal(NOTHING_LEFT)


async def hand_perks_over(pledge: int, recipient: int) -> None:
    """Those that exist already and are not on their way."""
    moved = await rows(
        """update perk set backer = {}, destination = null where pledge = {}
        and state = any({}) returning id, state""",
        recipient, pledge, list(MOVABLE),
    )  # fmt: skip
    await move_all(Perk, [one["id"] for one in moved if one["state"] == "locked"], "answered", source="rule")
    answered = [one["id"] for one in moved if one["state"] in ("locked", "answered")]
    await move_all(Perk, answered, "answers_due", why="given on", source="rule")


async def end_lost_gifts() -> None:
    """Whoever was sent one, or took it, is told when its pledge came to nothing."""
    lost = await rows(
        f"""{SHOWN} where g.ended_at is null and p.state = any({{}}) and (g.recipient is not null or g.mailed_at is not null)
        order by g.id limit 200""",
        list(OVER),
    )
    for gift in lost:
        async with transaction():
            if not await rows("update gift set ended_at = app_now() where id = {} and ended_at is null returning id", gift["id"]):
                continue
            said = {"campaign": gift["campaign_title"]}
            if gift["recipient"]:
                await notify([gift["recipient"]], "gift_ended", f"/gifts/{gift['public_id']}", **said)
            elif gift["to_email"]:
                await mail_to(gift["to_email"], "gift_ended", "/", lang=gift["lang"], **said)
