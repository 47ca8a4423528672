"""Alibaba Cloud's request signature, version 3 (ACS3-HMAC-SHA256), for calls whose parameters stand in the query."""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import quote

ALGORITHM = "ACS3-HMAC-SHA256"
EMPTY_BODY = hashlib.sha256(b"").hexdigest()


def canonical_query(params: Mapping[str, str]) -> str:
    return "&".join(f"{quote(name, safe='-_.~')}={quote(params[name], safe='-_.~')}" for name in sorted(params))


def authorization(
    key_id: str, key_secret: str, *, headers: Mapping[str, str], query: str, method: str = "POST", path: str = "/"
) -> str:
    """`headers` are all that are signed, in lower case: host and x-acs-…, the body's hash among them."""
    names = sorted(headers)
    signed = ";".join(names)
    lines = [method, path, query, *(f"{name}:{headers[name].strip()}" for name in names), "", signed]
    request = "\n".join([*lines, headers["x-acs-content-sha256"]])
    to_sign = f"{ALGORITHM}\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = hmac.new(key_secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    return f"{ALGORITHM} Credential={key_id},SignedHeaders={signed},Signature={signature}"
