"""A person in the browser of a chat program, with everything taken away that such a browser takes away."""

from typing import Any

from playwright.sync_api import Browser, Page

from tests.journeys.people import Person
from tests.journeys.platform import Platform

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
ANDROID = "Mozilla/5.0 (Linux; Android 15; PJD110; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.6723.103"
WECHAT = f"{ANDROID} Mobile Safari/537.36 XWEB/1300333 MicroMessenger/8.0.56.2800(0x28003858) WeChat/arm64 Language/zh_CN"
LINE = f"{IPHONE} Safari Line/15.6.0"

# No second window, no storage, no clipboard, no sharing sheet, no dialogs.
TAKEN_AWAY = """
for (const name of ["open", "alert", "confirm", "prompt", "PublicKeyCredential"])
  Object.defineProperty(window, name, { value: undefined, configurable: true });
for (const name of ["localStorage", "sessionStorage", "indexedDB"])
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
for (const name of ["share", "canShare", "clipboard", "vibrate", "serviceWorker"])
  Object.defineProperty(Navigator.prototype, name, { value: undefined, configurable: true });
"""


class Chatter(Person):
    """`step` is one thing that a thumb does; before the next one every cookie is gone."""

    def __init__(self, platform: Platform, browser: Browser, name: str, *, agent: str, forgets: bool = True, **more: Any) -> None:
        super().__init__(platform, browser, name, user_agent=agent, has_touch=True, is_mobile=True, **more)
        self.context.add_init_script(TAKEN_AWAY)
        self.context.on("page", self._second)
        self.forgets, self.steps = forgets, 0

    def _second(self, page: Page) -> None:
        if page is not self.page:
            self.troubles.append(f"a second tab: {page.url}")

    def forget(self) -> "Chatter":
        if self.forgets:
            self.context.clear_cookies()
        return self

    def step(self, words: str, inside: str = "") -> "Chatter":
        self.forget()
        self.steps += 1
        self.press(words, inside)
        return self

    def says_who(self) -> "Chatter":
        """An address, then the code that came: both without a cookie from the page before."""
        self.page.wait_for_url("**/sign-in**")
        by_mail = self.page.locator("main a", has_text="邮箱")
        if by_mail.count() and not self.page.locator("main input[name=address][type=email]").count():
            by_mail.first.click()
            self.page.wait_for_load_state()
        self.fill(address=self.email)
        self.step("发验证码")
        self.forget()
        self.steps += 1
        self.type_code()
        return self
