"""Chat browsers forget cookies on the way back from paying; the pledge's own link needs none."""

from collections.abc import Callable

from tests.journeys.line import live_campaign
from tests.journeys.people import Person


def test_a_pledge_is_seen_after_paying_though_every_cookie_is_gone(somebody: Callable[..., Person]) -> None:
    campaign, _ = live_campaign(somebody, "不怕忘的钥匙扣", goal="20", price="25")
    backer = somebody("聊天里来的人").sign_in()
    backer.take_tier(campaign, "alipay").send_pledge()
    backer.context.clear_cookies()
    backer.pay("pays")
    backer.page.wait_for_url("**/pledges/**")
    backer.reloads_until("平台代为保管").sees("不怕忘的钥匙扣")
    backer.sees("按下之后输一个验证码，才会取消")  # reading by link, changing by code
