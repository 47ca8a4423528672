"""A passkey made of software: answers challenges as a phone does, and wrongly where a test says so."""

import hashlib
import json
import secrets
import struct
from base64 import urlsafe_b64encode
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, BACKED_UP, HAS_KEY = 0x01, 0x04, 0x18, 0x40


def in_text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


class Authenticator:
    """One key for one site; `count` grows with each use unless it is 0 for good, as with synced ones."""

    def __init__(self, *, origin: str = "http://localhost:8000", counts: bool = False) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(20)
        self.origin, self.counts, self.count = origin, counts, 0
        self.is_verifying = True

    def create(self, options: dict[str, Any], **client: Any) -> str:
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + self._public_key()
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._data(options["rp"]["id"], HAS_KEY) + attested})
        return self._answer(
            {"clientDataJSON": in_text(self._client("webauthn.create", options, client)), "attestationObject": in_text(made),
             "transports": ["internal", "hybrid"]}
        )  # fmt: skip

    def get(self, options: dict[str, Any], **client: Any) -> str:
        data, said = self._data(options["rpId"]), self._client("webauthn.get", options, client)
        signature = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {"clientDataJSON": in_text(said), "authenticatorData": in_text(data), "signature": in_text(signature)}
        )  # fmt: skip

    def _answer(self, response: dict[str, Any]) -> str:
        known = in_text(self.id)
        return json.dumps({"id": known, "rawId": known, "type": "public-key", "response": response})

    def _client(self, kind: str, options: dict[str, Any], wrong: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin} | wrong).encode()

    def _data(self, host: str, flags: int = 0) -> bytes:
        self.count += self.counts
        flags |= PRESENT | BACKED_UP | (VERIFIED if self.is_verifying else 0)
        return hashlib.sha256(host.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _public_key(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
