"""Alibaba Cloud's SendSms: reaches the mainland, where each text must be a registered template, and numbers abroad.

Chosen because mainland carriers take messages only under a registered signature and template, which few providers
handle; one account there also reaches Hong Kong, Taiwan and overseas, with templates of their own.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from app.notifications.sms.acs3 import EMPTY_BODY, authorization, canonical_query
from app.notifications.sms.outcome import Outcome
from app.notifications.sms.writing import variables

HOME = "+86"
# Refusals that another try can mend: limits, an empty account, a key or a service being set right meanwhile.
PASSING = (
    "isv.BUSINESS_LIMIT_CONTROL", "isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL", "isv.AMOUNT_NOT_ENOUGH",
    "isv.OUT_OF_SERVICE", "isv.ACCOUNT_ABNORMAL", "isp.", "Throttling", "ServiceUnavailable", "InternalError",
    "SignatureDoesNotMatch", "InvalidAccessKeyId", "InvalidTimeStamp", "SignatureNonceUsed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aliyun:
    endpoint: str
    key_id: str
    key_secret: str
    sign_name: str
    templates: Mapping[str, str]

    async def send(self, sms: dict[str, Any]) -> Outcome:
        template = self.template_for(sms)
        if not template:
            return Outcome(f"no template is registered for {sms['event']} to {sms['phone'][:4]}…", for_good=True)
        query = canonical_query(
            {
                "PhoneNumbers": sms["phone"].removeprefix(HOME).removeprefix("+"),
                "SignName": self.sign_name,
                "TemplateCode": template,
                "TemplateParam": json.dumps(variables(sms), ensure_ascii=False),
                "OutId": str(sms["id"]),
            }
        )
        try:
            return await self._ask(query)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return Outcome(f"{type(error).__name__}: {error}"[:300])
        except httpx.HTTPError as error:  # the request went out: the message may have, too, and sending is not idempotent
            return Outcome(f"{type(error).__name__}: {error}"[:300], unknown=True)

    def template_for(self, sms: dict[str, Any]) -> str:
        """The reader's language first; numbers abroad need templates of another sort."""
        kind = sms["event"] if sms["phone"].startswith(HOME) else f"{sms['event']}@abroad"
        return self.templates.get(f"{kind}@{sms['lang']}") or self.templates.get(kind, "")

    def _headers(self, query: str) -> dict[str, str]:
        headers = {
            "host": urlsplit(self.endpoint).netloc,
            "x-acs-action": "SendSms",
            "x-acs-version": "2017-05-25",
            # The provider refuses what is not signed at the world's time, however our own clock is shifted.
            "x-acs-date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "x-acs-signature-nonce": secrets.token_hex(16),
            "x-acs-content-sha256": EMPTY_BODY,
        }
        return headers | {"Authorization": authorization(self.key_id, self.key_secret, headers=headers, query=query)}

    async def _ask(self, query: str) -> Outcome:
        async with httpx.AsyncClient(timeout=httpx.Timeout(10, connect=5), trust_env=False) as http:
            answer = await http.post(f"{self.endpoint}/?{query}", headers=self._headers(query))
        try:
            told = answer.json()
            code = str(told["Code"])
        except (ValueError, KeyError, TypeError):
            return Outcome(f"HTTP {answer.status_code}, and no answer that can be read", unknown=answer.status_code < 400)
        if code == "OK":
            return Outcome(receipt=str(told.get("BizId", ""))[:60])
        return Outcome(f"{code}: {told.get('Message', '')}"[:300], for_good=not code.startswith(PASSING))
