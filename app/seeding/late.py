"""After success the brand lets people in late; and in a campaign that still runs somebody adds to what they had paid."""

from functools import partial

from app.accounts.viewer import find_member
from app.foundation.database import row
from app.seeding.backing import TOGETHER
from app.seeding.cast import Cast
from app.seeding.ordering import form_of
from app.seeding.provider import Provider
from app.seeding.reading import Pledge
from app.seeding.timeline import Timeline
from app.web.forms import read_values
from campaigns.changing.forms import ChangeForm
from campaigns.changing.queries import version_of
from campaigns.changing.showing import as_form
from campaigns.late.actions import save_late
from campaigns.late.forms import LateForm
from campaigns.pledging.actions import start_pledge
from campaigns.pledging.queries import find_pledge
from campaigns.queries import campaign_by_public_id
from payments.changing.actions import begin_change, open_top_up
from payments.checkout.actions import open_checkout
from payments.checkout.completion import read_session

OPENED, CAME, ADDED = -0.9, -0.6, -0.012
LATE = (("fan", 0, "alipay"), ("voter7", 1, "card"), ("voter12", 1, "wechat_pay"))


def plan_late(timeline: Timeline, cast: Cast, provider: Provider, campaign: str, owner: str, prices: tuple[str, ...]) -> None:
    timeline.at(OPENED, partial(_open, cast, campaign, owner, prices))
    for number, (who, tier, method) in enumerate(LATE):
        timeline.at(CAME + number / 100, partial(_come_late, cast, provider, campaign, who, tier, method))


def plan_top_up(timeline: Timeline, cast: Cast, provider: Provider, campaign: str) -> None:
    timeline.at(ADDED, partial(_add, cast, provider, campaign))


async def _open(cast: Cast, key: str, owner: str, prices: tuple[str, ...]) -> None:
    viewer = cast.people[owner]
    campaign = await campaign_by_public_id(viewer, cast.campaigns[key]["public_id"])
    named = {tier["public_id"]: price for tier, price in zip(cast.tiers[key], prices, strict=False)}
    await save_late(viewer, campaign, LateForm(prices=named, opening=True))


async def _come_late(cast: Cast, provider: Provider, key: str, who: str, tier: int, method: str) -> None:
    if who not in cast.people:
        return
    backer = cast.people[who]
    async with TOGETHER:
        campaign = await campaign_by_public_id(backer, cast.campaigns[key]["public_id"])
        pledge = Pledge(by=who, tier=tier, method=method)
        form = await form_of(campaign, cast.tiers[key][tier]["public_id"], pledge, f"late-{key}-{who}", 0, runs=False)
        started = await start_pledge(backer, campaign, form)
        await provider.complete(await open_checkout(started["id"]), method)
        await _read(started["id"])


async def _add(cast: Cast, provider: Provider, key: str) -> None:
    """One who paid with Alipay gives something on top."""
    found = await row(
        """select public_id, backer from pledge where campaign = {} and state = 'paid' and method = 'alipay'
        order by id limit 1""",
        cast.campaigns[key]["id"],
    )
    assert found is not None
    viewer = await find_member(found["backer"])
    pledge = await find_pledge(viewer, found["public_id"])
    assert pledge is not None
    typed = await as_form(pledge) | {"extra": "20", "request_key": f"seed-change-{key}", "version": await version_of(pledge)}
    form = read_values(ChangeForm, {name: [text] for name, text in typed.items()}).data
    await begin_change(viewer, pledge["id"], form)
    await provider.complete(await open_top_up(pledge["id"]), "alipay")
    await _read(pledge["id"])


async def _read(pledge: int) -> None:
    """Nobody listens for webhooks yet."""
    session = await row("select * from checkout_session where pledge = {} and state = 'open' order by id desc limit 1", pledge)
    assert session is not None
    await read_session(session)
