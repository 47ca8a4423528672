"""A short message goes out once, to the right number, as the provider wants it signed; what fails is tried again or kept."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.foundation import clock
from app.foundation.database import row, value
from app.foundation.queue import run_pending
from app.notifications.actions import sms_is_offered, sms_to
from app.notifications.sms import tasks
from app.notifications.sms.acs3 import EMPTY_BODY, authorization, canonical_query
from app.notifications.sms.sending import send_waiting
from app.notifications.sms.writing import as_template
from app.settings import settings
from tests.notifications.aliyun import KEY_ID, KEY_SECRET, Provider, provider

assert tasks

PHONE = "+8613900001234"
CODE: dict[str, Any] = {"code": "012345", "minutes": 10}


@pytest.fixture
async def aliyun(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Provider]:
    async with provider() as double:
        told = {
            "SMS_ACCESS_KEY_ID": KEY_ID,
            "SMS_ACCESS_KEY_SECRET": KEY_SECRET,
            "SMS_ENDPOINT": double.url,
            "SMS_SIGN_NAME": "智造 平台",
            "SMS_TEMPLATES": "sign_in_code=SMS_1,sign_in_code@abroad=SMS_2,sign_in_code@abroad@en=SMS_3",
        }
        for name, text in told.items():
            monkeypatch.setitem(settings._env, name, text)
        yield double


def test_the_signature_is_that_of_the_documented_example() -> None:
    """From Alibaba Cloud's “V3版本请求体&签名机制”, its example of fixed parameters (help.aliyun.com)."""
    query = canonical_query({"RegionId": "cn-shanghai", "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"})
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-version": "2014-05-26",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-content-sha256": EMPTY_BODY,
    }
    assert authorization("YourAccessKeyId", "YourAccessKeySecret", headers=headers, query=query) == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,"
        "SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


@pytest.mark.usefixtures("db")
async def test_the_provider_gets_the_template_of_the_event_and_its_words(aliyun: Provider) -> None:
    await sms_to(PHONE, "sign_in_code", lang="zh-Hans", **CODE)
    await run_pending()
    [sent] = aliyun.received
    assert (sent["PhoneNumbers"], sent["SignName"], sent["TemplateCode"]) == ("13900001234", "智造 平台", "SMS_1")
    assert json.loads(sent["TemplateParam"]) == {"code": "012345", "minutes": "10"}
    kept = await row("select params::text, receipt, fault, sent_at is not null as is_sent from sms")
    assert kept == {"params": "{}", "receipt": "900619746936498440^0", "fault": "", "is_sent": True}, "the code is forgotten"
    await send_waiting()
    assert len(aliyun.received) == 1


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(("lang", "template"), [("zh-Hant", "SMS_2"), ("en", "SMS_3")])
async def test_numbers_abroad_have_templates_of_their_own(aliyun: Provider, lang: str, template: str) -> None:
    await sms_to("+886912345678", "sign_in_code", lang=lang, **CODE)
    await send_waiting()
    assert [(one["PhoneNumbers"], one["TemplateCode"]) for one in aliyun.received] == [("886912345678", template)]


@pytest.mark.usefixtures("db")
async def test_a_wrong_secret_is_noticed_and_mended_later(aliyun: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings._env, "SMS_ACCESS_KEY_SECRET", "another")
    await sms_to(PHONE, "sign_in_code", lang="zh-Hans", **CODE)
    await send_waiting()
    assert "SignatureDoesNotMatch" in await value("select fault from sms")
    monkeypatch.setitem(settings._env, "SMS_ACCESS_KEY_SECRET", KEY_SECRET)
    await clock.shift(timedelta(minutes=2))
    await send_waiting()
    assert len(aliyun.received) == 1


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("code", "tries_again"),
    [("isv.BUSINESS_LIMIT_CONTROL", True), ("isp.SYSTEM_ERROR", True), ("isv.MOBILE_NUMBER_ILLEGAL", False), ("silence", False)],
)
async def test_passing_faults_are_tried_again_and_others_are_kept(aliyun: Provider, code: str, tries_again: bool) -> None:
    """After silence a code may be on its way: a second one would only confuse."""
    aliyun.answers = [code]
    await sms_to(PHONE, "sign_in_code", lang="zh-Hans", **CODE)
    await send_waiting()
    kept = await row("select fault <> '' as failed, next_try_at is not null as again, sent_at is null as waits from sms")
    assert kept == {"failed": True, "again": tries_again, "waits": True}


@pytest.mark.usefixtures("db")
async def test_an_old_code_is_sent_to_nobody(aliyun: Provider) -> None:
    await sms_to(PHONE, "sign_in_code", lang="zh-Hans", **CODE)
    await clock.shift(timedelta(minutes=11))
    await send_waiting()
    assert not aliyun.received
    assert "too old" in await value("select fault from sms")


@pytest.mark.usefixtures("db")
async def test_an_event_without_a_template_says_so(aliyun: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings._env, "SMS_TEMPLATES", "")
    await sms_to(PHONE, "sign_in_code", lang="zh-Hans", **CODE)
    await send_waiting()
    assert "no template" in await value("select fault from sms")
    assert not aliyun.received


@pytest.mark.usefixtures("db")
async def test_development_reads_its_messages_in_the_browser(client: httpx.AsyncClient) -> None:
    await sms_to(PHONE, "sign_in_code", lang="zh-Hans", **CODE)
    await sms_to("+886912345678", "sign_in_code", lang="en", code="999999", minutes=10)
    await send_waiting()
    page = await client.get("/dev/sms", params={"to": PHONE})
    assert "登录验证码 012345，10 分钟内有效" in page.text
    assert "\n@127.0.0.1 #012345</pre>" in page.text, "the last line lets the browser fill the code in"
    assert "999999" not in page.text
    assert "/dev/sms" in (await client.get("/dev/mail")).text


@pytest.mark.usefixtures("db")
async def test_production_without_a_key_offers_no_short_messages(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert sms_is_offered()
    await sms_to(PHONE, "sign_in_code", lang="zh-Hans", **CODE)
    monkeypatch.setitem(settings._env, "ENVIRONMENT", "production")
    monkeypatch.setitem(settings._env, "PUBLIC_URL", "http://127.0.0.1:8000")
    monkeypatch.setitem(settings._env, "SECRET_KEY", settings.secret_key)
    assert not sms_is_offered()
    await send_waiting()
    assert "SMS_ACCESS_KEY_ID is not set" in caplog.text
    assert (await client.get("/dev/sms")).status_code == 404


def test_a_template_reads_as_the_message_does() -> None:
    assert as_template("sign_in_code").startswith("登录验证码 ${code}，${minutes} 分钟内有效")
    assert as_template("sign_in_code").endswith("@127.0.0.1 #${code}")
