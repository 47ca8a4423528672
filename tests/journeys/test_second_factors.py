"""Passkeys, an authenticator app and recovery codes, in a real browser with a device of its own."""

import re
from collections.abc import Callable

from tests.journeys.line import found_brand
from tests.journeys.people import Person
from tests.journeys.platform import Platform

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
    "automaticPresenceSimulation": True,
}  # fmt: skip


def with_device(person: Person) -> Person:
    """A phone that knows its owner's finger."""
    session = person.context.new_cdp_session(person.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return person


def sign_out(person: Person) -> None:
    person.page.request.post("/sign-out", headers={"Sec-Fetch-Site": "same-origin"})


def test_a_passkey_opens_the_brands_desk_and_then_signs_in_without_a_code(somebody: Callable[..., Person]) -> None:
    owner = with_device(somebody("老板", host="localhost")).sign_in()
    owner.open("/brands/new")
    owner.fill(name="木匠铺", story="我们在山里做木头玩具，做了十二年。")
    owner.page.get_by_role("button", name="创建品牌").click()
    owner.page.wait_for_url("**/sign-in/second**")
    owner.sees("品牌的钱和买家的地址")
    owner.page.get_by_role("button", name="添加通行密钥").click()
    owner.sees("收好这 10 个备用码").press("收好了")
    desk = owner.path()
    assert desk.endswith("/studio")

    sign_out(owner)
    owner.page.goto(f"/sign-in?next={desk}")
    owner.page.get_by_role("button", name="用通行密钥登录").click()
    owner.page.wait_for_url(f"**{desk}")
    owner.sees("木匠铺")
    owner.open("/me/security").sees("通行密钥", "还剩 10 个")


def test_a_signed_in_browser_steps_up_by_its_passkey(somebody: Callable[..., Person]) -> None:
    owner = with_device(somebody("店主", host="localhost")).sign_in()
    owner.open("/me/security").press("添加通行密钥").sees("收好这 10 个备用码")
    desk = found_brand(owner, "陶器铺")
    sign_out(owner)
    owner.sign_in()
    owner.page.goto("/me/security")
    owner.page.get_by_role("button", name="添加通行密钥").click()
    owner.page.wait_for_url("**/sign-in/second?next=/me/security")
    owner.page.goto(desk)
    owner.sees("确认是你")
    owner.page.get_by_role("button", name="用通行密钥").click()
    owner.page.wait_for_url(f"**{desk}")


def test_a_device_that_declines_leaves_a_sentence_and_the_other_ways(somebody: Callable[..., Person]) -> None:
    visitor = somebody("没有通行密钥的人", host="localhost")
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | {"isUserVerified": False}})
    visitor.open("/sign-in")
    visitor.page.get_by_role("button", name="用通行密钥登录").click()
    visitor.sees("没有完成")
    visitor.sign_in().open("/me").sees("我的")


def test_no_passkey_is_offered_at_a_bare_address_or_in_a_chat(somebody: Callable[..., Person], platform: Platform) -> None:
    bare = somebody("用网址的人")
    bare.open("/sign-in").sees_not("用通行密钥登录")
    wechat = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.54(0x18003628)"
    chat = somebody("微信里的人", host="localhost", user_agent=wechat)
    chat.open("/sign-in")
    assert not chat.page.get_by_role("button", name="用通行密钥登录").is_visible()


def test_an_authenticator_is_set_up_and_asked_for_in_another_browser(somebody: Callable[..., Person]) -> None:
    owner = somebody("开店的人").sign_in()
    desk = found_brand(owner, "竹器铺")
    elsewhere = somebody("开店的人", email=owner.email).sign_in()
    elsewhere.page.goto(desk)
    elsewhere.sees("确认是你")
    elsewhere.prove_if_asked()
    assert elsewhere.path() == desk
    elsewhere.sees("竹器铺")


def test_a_recovery_code_opens_the_desk_once(somebody: Callable[..., Person]) -> None:
    owner = somebody("丢了手机的人").sign_in()
    desk = found_brand(owner, "藤器铺")
    owner.open("/me/security")
    owner.page.get_by_text("重新生成").click()
    owner.press("生成新的备用码").sees("收好这 10 个备用码")
    code = re.findall(r"\b[2-9a-z]{5}-[2-9a-z]{5}\b", owner.page.locator(".recovery-codes").inner_text())[0]
    for works in (True, False):
        elsewhere = somebody("丢了手机的人", email=owner.email).sign_in()
        elsewhere.page.goto(desk)
        elsewhere.page.get_by_text("手机不在身边").click()
        elsewhere.fill(recovery=code)
        elsewhere.page.get_by_role("button", name="用备用码继续").click()
        elsewhere.page.wait_for_load_state()
        if works:
            elsewhere.page.wait_for_url(f"**{desk}")
        else:
            elsewhere.sees("已经用过了")
