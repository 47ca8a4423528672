"""Vote, pledge and receipt with JavaScript switched off."""

from collections.abc import Callable

from tests.journeys.line import found_brand, live_campaign, open_challenge, propose
from tests.journeys.people import Person
from tests.journeys.platform import Platform


def test_voting_and_taking_the_vote_back_work_without_javascript(somebody: Callable[..., Person]) -> None:
    owner, fan = somebody("无脚本品牌").sign_in(), somebody("出主意的").sign_in()
    idea = propose(fan, open_challenge(owner, found_brand(owner, "无脚本工坊"), "纸做的东西"), "折纸台灯")
    voter = somebody("投票的", javascript=False).sign_in()
    voter.open(idea).press("投票", inside=".action-bar").sees("1 票")
    voter.press("收回投票", inside=".action-bar").sees("0 票")


def test_pledging_and_confirming_receipt_work_without_javascript(platform: Platform, somebody: Callable[..., Person]) -> None:
    campaign, desk = live_campaign(somebody, "不用脚本的风筝", goal="20", price="25")
    backer = somebody("放风筝的", javascript=False).sign_in()
    backer.back(campaign)
    backer.reloads_until("达标才扣")
    platform.let_pass(6)
    backer.give_address()
    desk.dispatch("SF1234567890")
    backer.confirm_receipt()
