"""One box: names come while one types, and without scripts it is a form like any other."""

from collections.abc import Callable

from playwright.sync_api import Browser, expect

from tests.journeys.people import Person
from tests.journeys.test_sharing import propose


def test_typing_in_the_other_script_leads_to_the_idea(somebody: Callable[..., Person], browser: Browser) -> None:
    author = somebody("出主意的").sign_in()
    idea = propose(author, "会自己翻页的乐谱架")

    seeker = somebody("来找东西的")
    seeker.open("/")
    box = seeker.page.locator("#find input")
    box.press_sequentially("樂譜", delay=40)
    name = seeker.page.locator("#find-names a").filter(has_text="会自己翻页的乐谱架")
    expect(name).to_be_visible()
    name.click()
    seeker.page.wait_for_url(lambda url: idea in url)

    context = browser.new_context(java_script_enabled=False, locale="zh-CN", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(seeker.platform.url + "/")
    page.fill("#find input", "樂譜")
    page.press("#find input", "Enter")
    expect(page.locator("#found-ideas")).to_contain_text("会自己翻页的乐谱架")
    context.close()
