"""From tier to promise without an account, and for somebody else: an e-mail, a card, a code where something changes hands."""

import re
from collections.abc import Callable

import pytest

from tests.journeys.line import live_campaign
from tests.journeys.people import Person


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_an_email_is_enough_to_back_and_a_code_to_leave(somebody: Callable[..., Person], javascript: bool) -> None:
    campaign, _ = live_campaign(somebody, f"不登录也能支持的灯 {javascript}", goal="20", price="25")
    guest = somebody("没有账号的人", javascript=javascript)
    guest.take_tier(campaign).fill(quantity="2", email=guest.email)
    if not javascript:
        guest.press("重算合计", inside="#pledge-form")
    else:
        guest.page.locator("#order-pay").filter(has_text="¥50").wait_for()
    guest.choose("method", "card").send_pledge().pay()
    guest.reloads_until("达标才扣 ¥50").sees("收一个验证码")
    assert any("你在支持" in subject for subject in guest.mails())
    if javascript:
        guest.press_fold("取消这一单")
    else:
        guest.page.locator("summary").filter(has_text="取消这一单").first.click()
    guest.press("确定取消").fill(address=guest.email).press("发验证码").type_code()
    guest.open("/pledges").sees("已取消")


def test_a_gift_goes_from_the_giver_to_whoever_takes_it(somebody: Callable[..., Person]) -> None:
    campaign, _ = live_campaign(somebody, "送人的灯", goal="20", price="25")
    giver, friend = somebody("送礼的人").sign_in(), somebody("收礼的人")
    giver.take_tier(campaign).press_fold("送人")
    giver.page.locator("input[name=is_gift]").check()
    giver.fill(gift_name="阿青", gift_email=friend.email, gift_card="愿你夜里有光", gift_signed="老同学")
    giver.send_pledge().pay()
    giver.page.wait_for_url("**/pledges/**")
    pledge = giver.reloads_until("达标才扣").path()
    subject, address = friend.mail()[0]
    assert "送你一份礼物" in subject
    link = re.search(r"/gifts/[^\"\s<]+", friend.context.request.get(address).text())
    assert link
    friend.open(link[0].replace("&amp;", "&")).sees("愿你夜里有光", "老同学").press("收下", inside="main")
    friend.fill(address=friend.email).press("发验证码").type_code()
    friend.open("/me").open(link[0].split("?")[0]).sees("这份礼物是你的了")
    giver.open(pledge).sees("阿青已经收下")
