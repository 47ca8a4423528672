"""Talk below an idea in the browser: answered by name, liked, pinned, found by its link, and new things said, not pushed."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.people import Person

FORM = "#write"


def propose(author: Person, title: str) -> str:
    author.open("/ideas/new").fill(title=title).press("发布", inside="main").sees("创意发布了")
    return author.path()


def test_a_fan_asks_the_author_answers_and_pins_and_a_watcher_hears_of_it(somebody: Callable[..., Person]) -> None:
    author = somebody("林小树").sign_in().introduce()
    idea = propose(author, "会答话的台灯")
    asker, watcher = somebody("问话的人").sign_in().introduce(), somebody("看热闹的")
    watcher.open(idea).sees("还没有人说话")

    asker.open(idea)
    words = asker.page.locator(f"{FORM} textarea")
    words.press_sequentially("@林")
    expect(asker.page.locator("[data-name='林小树']")).to_be_visible()
    words.press("Enter")
    expect(words).to_have_value("@林小树 ")
    words.press_sequentially("灯罩能拆下来洗吗")
    asker.press("发出去", inside=FORM).sees("灯罩能拆下来洗吗")
    expect(words).to_have_value("")

    author.open(idea)
    comment = author.page.locator("article.comment", has_text="灯罩能拆下来洗吗").first
    comment.get_by_role("button", name="有用").click()
    expect(comment.get_by_role("button", name="有用")).to_have_attribute("aria-pressed", "true")
    comment.get_by_role("link", name="回复", exact=True).click()
    reply = comment.locator("form textarea")
    reply.fill("能，三个卡扣。")
    comment.get_by_role("button", name="回复", exact=True).click()
    expect(author.page.locator("article.comment--reply", has_text="三个卡扣")).to_contain_text("作者")

    comment.locator(".comment__more summary").first.click()
    comment.get_by_role("button", name="置顶").click()
    expect(author.page.locator(".comment--pinned")).to_contain_text("灯罩能拆下来洗吗")

    watcher.page.evaluate("document.querySelector('[data-fresh]').dispatchEvent(new Event('due'))")
    watcher.press("2 条新留言").sees("三个卡扣")

    link = re.sub(r".*/comments/", "", author.page.locator(".comment--reply .comment__at").first.get_attribute("href") or "")
    watcher.open("/ideas").open(f"{idea}#comment-{link}")
    expect(watcher.page.locator(f"#comment-{link}")).to_contain_text("三个卡扣")


def test_talking_works_without_javascript(somebody: Callable[..., Person]) -> None:
    owner = somebody("无脚本说话").sign_in()
    idea = propose(owner, "会答话的纸灯")
    fan = somebody("不用脚本的", javascript=False).sign_in()
    fan.open(idea)
    fan.page.locator(f"{FORM} textarea").fill("**多大**一张")
    fan.press("发出去", inside=FORM).sees("多大一张")
    owner.open(idea)
    comment = owner.page.locator("article.comment", has_text="多大一张").first
    comment.get_by_role("button", name="想要").click()
    fan.open(idea).press("回复", inside="article.comment")
    fan.page.locator("main form textarea").fill("我自己答：A4")
    fan.press("回复", inside="main form").sees("我自己答：A4")
    fan.open(idea).page.locator(".comment__more summary").first.click()
    fan.press("撤回", inside="article.comment").sees("留言被作者撤回了", "我自己答：A4")
