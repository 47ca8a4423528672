"""A short-message provider of a few lines, over loopback: checks the signature as the documentation tells, then answers."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

KEY_ID, KEY_SECRET = "LTAI-test", "a-secret-of-the-test"


@dataclass
class Provider:
    url: str = ""
    answers: list[str] = field(default_factory=list)  # codes to give before OK; "silence" hangs up unanswered
    received: list[dict[str, str]] = field(default_factory=list)
    nonces: set[str] = field(default_factory=set)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        request, *lines = head.strip().split("\r\n")
        headers = {name.lower(): text.strip() for name, _, text in (line.partition(":") for line in lines)}
        method, target, _ = request.split(" ")
        query = urlsplit(target).query
        code = self.refusal(method, query, headers)
        if not code:
            sent = {name: texts[0] for name, texts in parse_qs(query).items()}
            code = self.answers.pop(0) if self.answers else "OK"
            if code in ("OK", "silence"):
                self.received.append(sent)
        if code != "silence":
            body = json.dumps({"Code": code, "Message": code, "BizId": "900619746936498440^0", "RequestId": "r"}).encode()
            writer.write(
                f"HTTP/1.1 {200 if code == 'OK' else 400} x\r\ncontent-type: application/json\r\n"
                f"content-length: {len(body)}\r\nconnection: close\r\n\r\n".encode()
                + body
            )
        writer.close()

    def refusal(self, method: str, query: str, headers: dict[str, str]) -> str:
        algorithm, _, rest = headers.get("authorization", "").partition(" ")
        given = dict(part.split("=", 1) for part in rest.split(","))
        names = given["SignedHeaders"].split(";")
        if given["Credential"] != KEY_ID:
            return "InvalidAccessKeyId.NotFound"
        if {"host", *(name for name in headers if name.startswith("x-acs-"))} - set(names):
            return "MissingSignedHeaders"
        canonical = "".join(f"{name}:{headers[name]}\n" for name in names)
        whole = f"{method}\n/\n{query}\n{canonical}\n{given['SignedHeaders']}\n{headers['x-acs-content-sha256']}"
        to_sign = f"{algorithm}\n{hashlib.sha256(whole.encode()).hexdigest()}"
        right = hmac.new(KEY_SECRET.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(right, given["Signature"]):
            return "SignatureDoesNotMatch"
        if headers["x-acs-signature-nonce"] in self.nonces:
            return "SignatureNonceUsed"
        self.nonces.add(headers["x-acs-signature-nonce"])
        return "" if headers["x-acs-action"] == "SendSms" else "InvalidAction.NotFound"


@asynccontextmanager
async def provider() -> AsyncIterator[Provider]:
    double = Provider()
    listening = await asyncio.start_server(double.talk, "127.0.0.1", 0)
    double.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield double
    finally:
        listening.close()
