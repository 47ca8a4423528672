"""Three people and the staff walk the whole line, on what they typed themselves."""

from collections.abc import Callable

from tests.journeys.line import Desk, add_tier, adopt, agree, draft_campaign, found_brand, launch, open_challenge, propose
from tests.journeys.people import Person
from tests.journeys.platform import Platform


def test_an_idea_becomes_a_perk_in_hand_and_a_refused_card_recovers(platform: Platform, somebody: Callable[..., Person]) -> None:
    owner, fan, backer, friend = somebody("木里工坊的阿岩"), somebody("小禾"), somebody("阿宁"), somebody("阿宁的朋友")
    staff = somebody("运营", email="staff@journey.test")
    for person in (owner, fan, backer, staff):
        person.sign_in().introduce()

    desk = found_brand(owner, "木里工坊")
    challenge = open_challenge(owner, desk, "给等车的人做一件小玩意")
    idea = propose(fan, challenge, "口袋里的磁力拼图")
    backer.open(idea).press("投票", inside=".action-bar")
    backer.sees("1")
    adopt(owner, desk, idea)
    fan.open("/inbox").reloads_until("口袋里的磁力拼图")
    agree(owner, desk, idea, fan)
    campaign_desk = draft_campaign(owner, desk, idea, goal="80", days=5)
    add_tier(owner, campaign_desk, "一盒", "59", cap="20")
    campaign = launch(owner, staff, campaign_desk)
    backer.open(campaign).sees("还差", "小禾")
    fan.open(idea).sees("众筹")

    pledge = backer.back(campaign, outcome="declined_later")
    backer.reloads_until("达标才扣 ¥59").open(campaign).sees("¥59", "73%")
    friend_pledge = friend.sign_in().back(campaign)
    friend.reloads_until("达标才扣 ¥59")

    platform.let_pass(6)
    friend.open(friend_pledge).reloads_until("收到 ¥59")
    backer.open(pledge).reloads_until("没有扣成")
    assert any("没有扣成" in subject or "付款" in subject for subject in backer.mails())
    backer.press("换张卡付")
    backer.page.wait_for_url("**/c/pay/**")
    backer.pay("pays")
    backer.page.wait_for_url("**/pledges/**")
    backer.reloads_until("收到 ¥59")
    fan.open(campaign).sees("已认筹", "实收", "¥118")

    backer.give_address()
    Desk(owner, campaign_desk).dispatch("SF1002003004")
    backer.open("/perks").sees("SF1002003004")
    backer.confirm_receipt()
    fan.open("/inbox").sees("众筹")
    platform.command("reconcile")
    assert not platform.faults()
