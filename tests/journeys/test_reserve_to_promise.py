"""Reserve, the bell, pledge, sold out, the waitlist, an offer, promised: on a phone, on nothing but an approved campaign."""

from collections.abc import Callable

from tests.journeys.line import approved_campaign, in_days
from tests.journeys.people import Person
from tests.journeys.platform import Platform


def test_from_a_reservation_to_a_place_that_somebody_gave_back(platform: Platform, somebody: Callable[..., Person]) -> None:
    campaign, desk = approved_campaign(somebody, "会走的书签", goal="50", price="59", days=8, cap="1", per_backer="1")
    owner, quick, slow = desk.owner, somebody("手快的人").sign_in(), somebody("手慢的人").sign_in()
    owner.open(f"{desk.campaign}/bell").fill(opens_at=in_days(owner, 0.2), deadline=in_days(owner, 8))
    owner.press("定下开始时间", inside="main").sees("自己开始")

    for fan in (quick, slow):
        fan.open(campaign).sees("自己开始")
        fan.page.locator("main select[name=tier]").first.select_option(index=1)
        fan.press("预约，开始时告诉我", inside="main").sees("预约好了")
    owner.open(f"{desk.campaign}/bell").sees("预约的人")

    platform.let_pass(hours=5)
    quick.open("/inbox").reloads_until("会走的书签").open(campaign).press("去支持你预约的", inside="main")
    quick.choose("method", "card").send_pledge().pay()
    quick.page.wait_for_url("**/pledges/**")
    pledge = quick.path()
    quick.reloads_until("达标才扣 ¥59")

    slow.open(campaign).sees("已满").press("排候补", inside="#tiers").sees("第 1 号", "你排在最前面")
    waiting = slow.path()
    late = somebody("后来的人")  # signed out: one types a code on the way
    late.open(campaign).press("排候补", inside="#tiers")
    late.fill(address=late.email).press("发验证码").type_code()
    late.sees("你是第 2 号").press("去看看", inside="main").sees("前面还有 1 人")

    quick.open(pledge).press_fold("取消这一单").press("确定取消").sees("已取消")
    slow.open("/inbox").reloads_until("候补轮到你了")
    assert any("轮到你了" in subject for subject in slow.mails())
    late.open(campaign).sees("候补第 2 号").press("看名单", inside="#tiers").sees("一个不缺", "已经轮到第 1 号")

    slow.open(waiting).sees("给你留了 1 份").press("去下单", inside="main")
    slow.sees("候补轮到你了").choose("method", "card").send_pledge().pay()
    slow.page.wait_for_url("**/pledges/**")
    slow.reloads_until("达标才扣 ¥59")
    slow.open(waiting).sees("已支持")
    late.open("/waitlist").sees("第 2 号", "你排在最前面")

    platform.let_pass(9)
    platform.command("tick")
    late.open("/waitlist").sees("候补到此为止")
    slow.open("/pledges").reloads_until("已付给这个众筹")
    assert not platform.faults()
