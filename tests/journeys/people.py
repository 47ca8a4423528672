"""A person in a browser: what they do, by the words and fields they see."""

import re
import uuid
from typing import Any

import pyotp
from playwright.sync_api import Browser, Locator, expect

from tests.journeys.platform import Platform

PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


class Person:
    def __init__(
        self,
        platform: Platform,
        browser: Browser,
        name: str,
        *,
        email: str = "",
        javascript: bool = True,
        host: str = "127.0.0.1",
        **more: Any,
    ) -> None:
        """`host`: passkeys want localhost, since no browser makes one for a bare address."""
        self.platform, self.name, self.javascript = platform, name, javascript
        self.email = email or f"{uuid.uuid4().hex[:10]}@journey.test"
        self.site = platform.url.replace("127.0.0.1", host)
        self.context = browser.new_context(
            base_url=self.site,
            java_script_enabled=javascript,
            **(PHONE | more),
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.troubles: list[str] = []
        self.page.on("pageerror", self._notice)
        self.page.on("console", lambda line: self._hear(line.type, line.text))

    def _notice(self, error: Exception) -> None:
        """A page that is slow to come drops its transition, and Chromium reports that like a fault of ours."""
        if "Transition was" not in str(error):
            self.troubles.append(f"script: {error}")

    def _hear(self, kind: str, text: str) -> None:
        """Only what is broken; a refusal's 409 or 422 is an answer."""
        if kind == "error" and not re.search(r"status of (401|403|404|409|422|429)", text):
            self.troubles.append(text)

    # -- going about -------------------------------------------------------------
    def open(self, path: str) -> "Person":
        answer = self.page.goto(path)
        assert answer is not None and answer.status < 500, (path, answer and answer.status)
        return self.prove_if_asked()

    def path(self) -> str:
        return self.page.url.removeprefix(self.site).split("?")[0]

    def fill(self, **fields: str) -> "Person":
        for name, text in fields.items():
            self.field(name).fill(text)
        return self

    def field(self, name: str) -> Locator:
        return self.page.locator(f"main [name={name}]:visible").first

    def choose(self, name: str, value: str) -> "Person":
        """A radio card, a radio or an option."""
        card = self.page.locator(f"label:has(input[name={name}][value={value}])")
        if card.count():
            card.first.click()
        else:
            self.field(name).select_option(value)
        return self

    def press(self, words: str, inside: str = "") -> "Person":
        """A button or a link by its words."""
        place = self.page.locator(inside) if inside else self.page.locator("body")
        button = place.get_by_role("button", name=words, exact=False).or_(place.get_by_role("link", name=words, exact=False))
        button.locator("visible=true").first.click()
        self.page.wait_for_load_state()
        return self.prove_if_asked()

    def press_fold(self, words: str) -> "Person":
        """Opens what is folded away under these words."""
        self.page.locator("summary").filter(has_text=words).first.click()
        return self

    def sees(self, *texts: str) -> "Person":
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text, timeout=15_000)
        return self

    def sees_not(self, *texts: str) -> "Person":
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)
        return self

    def reloads_until(self, text: str, tries: int = 40) -> "Person":
        """For what arrives by the provider's word, a moment later."""
        for _ in range(tries):
            if text in self.page.locator("body").inner_text():
                return self
            self.page.wait_for_timeout(400)
            self.page.reload()
        return self.sees(text)

    # -- signing in ----------------------------------------------------------------
    def sign_in(self, to: str = "") -> "Person":
        """By the code that came by mail."""
        self.open("/sign-in" + (f"?next={to}" if to else ""))
        self.fill(address=self.email).press("发验证码")
        return self.type_code()

    def introduce(self) -> "Person":
        """Whoever is new bears a neutral name until they say another."""
        return self.open("/me/profile").fill(name=self.name).press("保存", inside="main form")

    def type_code(self) -> "Person":
        code = self.mailed_code()
        self.page.locator("input[name=code]").fill(code)
        if not self.javascript:  # with it six digits send themselves
            self.press("登录", inside="main form:has([name=code])")
        self.page.locator("input[name=code]").wait_for(state="detached")
        self.page.wait_for_load_state()
        return self

    def prove_if_asked(self) -> "Person":
        """A desk wants a second factor: an authenticator, set up the first time; later the code that the page knows."""
        if self.path() != "/sign-in/second":
            return self
        new = self.page.locator("main a[href^='/me/totp/new']")
        if new.count():
            new.click()
            self.type_totp(pyotp.TOTP(self.page.locator(".qr-secret").inner_text().replace(" ", "")).now())
            self.page.locator("main a", has_text="收好了").click()
        else:
            self.type_totp(self._present_code())
        self.page.wait_for_load_state()
        return self

    def _present_code(self) -> str:
        """None is taken twice: there may be half a minute to wait for the next."""
        for _ in range(80):
            if code := self.page.locator("[data-present-code]").get_attribute("data-present-code"):
                return code
            self.page.wait_for_timeout(500)
            self.page.reload()
        raise AssertionError("the page that asks knows no code")

    def type_totp(self, code: str) -> None:
        field = self.page.locator("main input[name=code]")
        field.fill(code)
        if not self.javascript:
            self.page.locator("main form:has([name=code]) button").click()
        field.wait_for(state="detached")
        self.page.wait_for_load_state()

    def mailed_code(self) -> str:
        subject, address = self.mail()[0]
        code = re.search(r"\b(\d{6})\b", self.context.request.get(address).text())
        assert code, f"no code in “{subject}”"
        return code[1]

    def mail(self) -> list[tuple[str, str]]:
        """Subjects of what was mailed to them and where to read it, latest first."""
        outbox = self.context.request.get(f"/dev/mail?to={self.email}").text()
        found = re.findall(r'<a href="(/dev/mail/\d+)">([^<]*)</a>', outbox)
        assert found, f"no mail to {self.email}"
        return [(subject, address) for address, subject in found]

    def mails(self) -> list[str]:
        return [subject for subject, _ in self.mail()]

    # -- paying, on the local Stripe's page ------------------------------------------
    def pay(self, outcome: str = "pays") -> "Person":
        self.page.locator(f"input[name=outcome][value={outcome}]").check()
        self.page.get_by_role("button").filter(has_text=re.compile("确认|付款|保存|支付")).first.click()
        self.page.wait_for_load_state()
        return self

    # -- backing -------------------------------------------------------------------
    def take_tier(self, campaign: str, method: str = "card") -> "Person":
        """From the campaign's page to the page that asks how to pay."""
        self.open(campaign)
        self.page.locator("#tiers a[href*='/pledges/new']").first.click()
        self.page.wait_for_url("**/pledges/new**")
        return self.choose("method", method)

    def send_pledge(self) -> "Person":
        self.press("去付款", inside="#pledge-form")
        self.page.wait_for_url("**/c/pay/**")
        return self

    def back(self, campaign: str, *, method: str = "card", outcome: str = "pays") -> str:
        """From the campaign's page through paying to the pledge's own page; its path."""
        self.take_tier(campaign, method).send_pledge().pay(outcome)
        self.page.wait_for_url("**/pledges/**")
        return self.path()

    def give_address(self) -> "Person":
        self.open("/perks").press("填写地址")
        self.fill(name=self.name, phone="13800000000", city="杭州", line1="文三路 100 号 2 幢 301")
        return self.press("就寄到这里").sees("文三路")

    def confirm_receipt(self) -> "Person":
        self.open("/perks").press("确认收货")
        return self.open("/perks").sees("收到")
