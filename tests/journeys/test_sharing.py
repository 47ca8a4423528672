"""From one's own poster through a friend's phone to what came of it."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.people import Person

WECHAT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
    "MicroMessenger/8.0.54(0x18003622) NetType/WIFI Language/zh_CN"
)


def test_a_friend_votes_from_the_poster_and_the_sharer_sees_that_one_came(somebody: Callable[..., Person]) -> None:
    author = somebody("出主意的").sign_in()
    idea = propose(author, "会收线的充电头")
    author.open(idea).press("分享", inside="main")
    poster = author.page.locator(".share__poster img")
    assert poster.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1080
    link = author.page.locator("#share-link-text").inner_text().strip()
    assert link.startswith(author.platform.url + idea + "?ref=")

    friend = somebody("群里的朋友", user_agent=WECHAT)
    friend.open(link.removeprefix(friend.platform.url)).press("投票", inside=".action-bar")
    friend.fill(address=friend.email).press("发验证码")
    friend.type_code().sees("投给《会收线的充电头》了")
    invitation = friend.page.locator("#share-invite")
    if invitation.count():
        assert invitation.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 1080

    author.open("/me/sharing").sees("会收线的充电头")
    figures = author.page.locator(".came dl > div")
    for word in ("打开", "加入", "投票"):
        expect(figures.filter(has_text=word).locator("dd")).to_have_text("1")


def propose(author: Person, title: str) -> str:
    author.open("/ideas/new").fill(title=title)
    author.press("发布", inside="main")
    author.page.wait_for_url(lambda url: "/ideas/" in url and not url.endswith(("/new", "/ideas")))
    return author.path()
