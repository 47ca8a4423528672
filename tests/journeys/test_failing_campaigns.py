"""A campaign that misses its goal charges no card and gives the wallet's money back, by itself."""

from collections.abc import Callable

from tests.journeys.line import live_campaign
from tests.journeys.people import Person
from tests.journeys.platform import Platform


def test_a_failed_campaign_charges_no_card_and_gives_the_wallets_money_back(
    platform: Platform, somebody: Callable[..., Person]
) -> None:
    campaign, _ = live_campaign(somebody, "会唱歌的书立", goal="5000", price="30")
    by_card, by_wallet = somebody("存卡的人"), somebody("付款的人")
    card_pledge = by_card.sign_in().back(campaign)
    by_card.reloads_until("达标才扣")
    wallet_pledge = by_wallet.sign_in().back(campaign, method="alipay")
    by_wallet.reloads_until("平台代为保管")

    platform.let_pass(6)

    by_card.open(card_pledge).reloads_until("没有扣款")
    by_wallet.open(wallet_pledge).reloads_until("已原路退回 ¥30")
    by_card.open(campaign).sees("未达标")
    assert any("会唱歌的书立" in subject for subject in by_wallet.mails())
    assert platform.command("reconcile")
