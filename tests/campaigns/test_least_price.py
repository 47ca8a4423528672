"""“From so much on” is the least for which somebody gets something by themselves: no secret tier, no add-on."""

from campaigns.sharing.showing import public_campaign
from tests.campaigns.makers import make_campaign, make_tier


async def test_pictures_for_chats_name_no_secret_price_and_no_add_on(db: None) -> None:
    campaign = await make_campaign()
    await make_tier(campaign, price=1990)
    await make_tier(campaign, title="只给内测的人", price=100, secret=True)
    await make_tier(campaign, title="加一个灯罩", price=300, is_add_on=True)
    assert (await public_campaign(campaign["public_id"]))[2] == 1990
