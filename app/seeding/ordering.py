"""What seeded backers choose on the order page: variants, add-ons, where to. Some write, some give, some are guests."""

from random import Random
from typing import Any

from app.accounts.guests.actions import backer_behind
from app.accounts.viewer import Viewer, find_member
from app.seeding.reading import Pledge
from campaigns.pledging.forms import PledgeForm
from campaigns.pledging.quoting import EVERYWHERE_ELSE, Order, Terms
from campaigns.pledging.sketching import plain, shipping_to, ships_anywhere, wanted_of
from campaigns.pledging.terms import terms_of

MESSAGES = (
    "灯罩能不能出一个哑光的？光面会反光。",
    "希望包装少用塑料，纸盒就好。",
    "我是投过票的，看到真的要做了很高兴，慢慢来，做好。",
    "寄到学校的话，请别在寒假里寄。",
)
CARD = "你总说桌上缺一样趁手的东西，等它做好就寄到你那里。"
A_GUEST, A_GIFT, A_MESSAGE, AN_ADD_ON = 19, 23, 11, 5  # each so manieth of the crowd


async def form_of(campaign: dict[str, Any], tier: str, pledge: Pledge, key: str, number: int, *, runs: bool) -> PledgeForm:
    """A form filled in completely, the same each time. `runs`: the campaign hasn't ended today."""
    terms, turn = await terms_of(campaign), Random(key)
    form = PledgeForm(tier=tier, quantity=1, method=pledge.method, request_key=key)
    if number % AN_ADD_ON == 1:
        form.add_ons = _an_add_on(terms, turn)
    order = Order(tier, 1, add_ons=form.add_ons)
    if ships_anywhere(terms, order):
        form.country = turn.choice(_reached(terms, order))
    for wanted in wanted_of(terms, order):
        for _ in range(wanted.pieces):
            chosen = turn.choice(wanted.item.variants).public_id
            form.choices = form.choices | {chosen: form.choices.get(chosen, 0) + 1}
    if number % A_MESSAGE == 3:
        form.message = MESSAGES[number // A_MESSAGE % len(MESSAGES)]
    if number % A_GIFT == 7 and runs:
        form.is_gift, form.gift_name, form.gift_card, form.gift_signed = True, "阿青", CARD, "老同学"
    return form


def _an_add_on(terms: Terms, turn: Random) -> dict[str, int]:
    there = [one.public_id for one in terms.tiers.values() if one.is_add_on]
    return {turn.choice(there): 1} if there else {}


def _reached(terms: Terms, order: Order) -> list[str]:
    named = [code for zone in terms.zones for code in zone.countries if code != EVERYWHERE_ELSE]
    return [code for code in named if shipping_to(plain(terms), order, code) is not None] or ["CN"]


async def backer_of(backer: Viewer, key: str, number: int) -> Viewer:
    """Now and then somebody who only left an e-mail."""
    if number % A_GUEST != 9:
        return backer
    email = f"guest-{key}@zhizao.test"
    return await find_member(await backer_behind(email, lang=backer.lang, time_zone=backer.time_zone))
