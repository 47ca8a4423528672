"""Vote, pledge, have a friend pay, leave WeChat for Alipay: in browsers like WeChat's and LINE's, all cookies lost on the way."""

from collections.abc import Callable

from playwright.sync_api import Route, expect

from tests.journeys.chat.browsers import LINE, WECHAT, Chatter
from tests.journeys.chat.conftest import World
from tests.journeys.people import Person

People = Callable[..., Person]
Chatters = Callable[..., Chatter]


def begin_pledge(who: Chatter, campaign: str, method: str) -> Chatter:
    """From the link in the chat to the page before paying; signed in on the way."""
    who.open(campaign)
    who.page.locator("#tiers a[href*='/pledges/new']").first.click()
    who.page.wait_for_url("**/pledges/new**")
    who.choose("method", method)
    who.step("去付款", inside="#pledge-form").says_who()
    who.page.wait_for_url("**/checkout?key=**")
    return who


def pay_there(who: Chatter, press: str) -> Chatter:
    """To the provider and back, with every cookie lost before and after."""
    who.step(press, inside="main")
    who.page.wait_for_url("**/c/pay/**")
    who.forget().pay("pays")
    who.page.wait_for_url("**/pledges/**")
    return who.forget()  # type: ignore[return-value]


def ends_at(who: Person) -> str | None:
    return who.page.locator("main time[data-countdown]").first.get_attribute("datetime")


def test_a_vote_from_a_link_in_a_chat_takes_three_steps(world: World, chatter: Chatters, agent: str) -> None:
    voter = chatter("群里的人", agent)
    voter.open(world.idea)
    voter.step("投票", inside=".action-bar").says_who()
    assert voter.steps == 3
    voter.sees("会打瞌睡的台历", "投给")


def test_a_card_is_saved_through_the_loss_of_all_cookies(world: World, chatter: Chatters, agent: str) -> None:
    backer = begin_pledge(chatter("存卡的人", agent), world.campaign, "card")
    pay_there(backer, "去存卡").reloads_until("达标才扣 ¥25").sees("会聊天的台灯")


def test_alipay_is_paid_through_the_loss_of_all_cookies_in_line(world: World, chatter: Chatters) -> None:
    backer = begin_pledge(chatter("用 LINE 的人", LINE), world.campaign, "alipay")
    pay_there(backer, "去支付宝付").reloads_until("平台代为保管")


def test_alipay_is_refused_in_wechat_and_paid_in_a_real_browser_by_the_link(
    world: World, chatter: Chatters, somebody: People
) -> None:
    backer = begin_pledge(chatter("微信里的人", WECHAT), world.campaign, "alipay").sees("微信里打不开支付宝", "在浏览器打开")
    expect(backer.page.locator("main svg.qr").first).to_be_visible()
    expect(backer.page.get_by_role("button", name="去支付宝付")).to_have_count(0)
    backer.page.locator("[data-copy]").first.click()  # no clipboard there: the link is selected for the thumb
    link = backer.page.locator("[data-copy-text]").first.inner_text()
    held_until = ends_at(backer)

    outside = somebody("同一个人的浏览器")
    outside.open(link.removeprefix(backer.platform.url))
    assert ends_at(outside) == held_until
    outside.press("去支付宝付", inside="main")
    outside.page.wait_for_url("**/c/pay/**")
    outside.pay("pays")
    outside.page.wait_for_url("**/pay?key=**")
    outside.reloads_until("付好了，谢谢你").sees_not(backer.email)
    # Nobody touched WeChat meanwhile: its page went on by itself.
    backer.page.wait_for_url("**/pledges/*?key=**", timeout=20_000)
    backer.reloads_until("平台代为保管")


def test_open_in_the_browser_takes_the_very_page_along(world: World, chatter: Chatters, somebody: People) -> None:
    """The menu's “open in browser” hands over the address alone."""
    backer = begin_pledge(chatter("点了三个点的人", WECHAT), world.campaign, "alipay")
    outside = somebody("系统浏览器")
    outside.open(backer.page.url.removeprefix(backer.platform.url)).press("去支付宝付", inside="main")
    outside.page.wait_for_url("**/c/pay/**")
    outside.pay("pays")
    outside.page.wait_for_url("**/pledges/**")
    outside.reloads_until("平台代为保管")


def test_a_friend_pays_by_the_link_and_the_pledge_stays_the_backers(world: World, chatter: Chatters, agent: str) -> None:
    backer = begin_pledge(chatter("请客的朋友有福了", WECHAT), world.campaign, "alipay")
    link = backer.page.locator("[data-copy-text]").first.inner_text().removeprefix(backer.platform.url)
    friend = chatter("朋友", agent)
    friend.open(link).sees("¥25", "会聊天的台灯").sees_not("请客的朋友有福了")
    if agent == WECHAT:
        friend.sees("在浏览器打开")
        friend.page.go_back()
        friend = chatter("朋友换了 LINE", LINE)
        friend.open(link)
    pay_there(friend, "去支付宝付").reloads_until("付好了，谢谢你").sees_not("请客的朋友有福了")
    backer.page.wait_for_url("**/pledges/*?key=**", timeout=20_000)
    backer.reloads_until("平台代为保管")


def test_a_pledge_is_left_from_its_link_only_with_a_code(world: World, chatter: Chatters) -> None:
    backer = begin_pledge(chatter("又不要了的人", LINE), world.campaign, "card")
    pay_there(backer, "去存卡").reloads_until("达标才扣 ¥25")
    backer.page.locator("summary", has_text="取消这一单").click()
    backer.step("确定取消").says_who()
    backer.sees("取消了")


def test_another_number_while_one_chooses_how_to_pay_keeps_the_choice(world: World, chatter: Chatters) -> None:
    """The sum is slow to come; what is chosen meanwhile stays chosen."""
    backer = chatter("手快的人", WECHAT)
    backer.open(world.campaign)
    backer.page.locator("#tiers a[href*='/pledges/new']").first.click()
    backer.page.wait_for_url("**/pledges/new**")
    held: list[Route] = []
    backer.page.route("**/pledges/order**", lambda route: held.append(route))
    backer.page.locator("input[name=quantity]").fill("2")
    with backer.page.expect_request("**/pledges/order**"):
        backer.page.locator("input[name=quantity]").blur()
    backer.choose("method", "card")
    backer.page.wait_for_timeout(200)
    for route in held:
        route.continue_()
    expect(backer.page.locator("#order-sum")).to_contain_text("¥50")
    expect(backer.page.locator("#order-pay")).to_contain_text("¥50")
    expect(backer.page.locator("#way-card")).to_contain_text("¥50")
    expect(backer.page.locator("input[name=method][value=card]")).to_be_checked()
    backer.page.unroute_all(behavior="ignoreErrors")
