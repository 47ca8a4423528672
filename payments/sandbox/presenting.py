"""Objects as the outside sees them: without our private keys (leading underscore), and with what was asked to be expanded."""

from typing import Any

from payments.sandbox.params import BadParam
from payments.sandbox.store import Body, Books, listing


def public(body: Any) -> Any:
    if isinstance(body, dict):
        return {name: public(value) for name, value in body.items() if not name.startswith("_")}
    if isinstance(body, list):
        return [public(item) for item in body]
    return body


async def _beside(books: Books, body: Body, name: str) -> Body | None:
    """Lists that an object carries only when asked."""
    if (body.get("object"), name) == ("charge", "refunds"):
        return listing(f"/v1/charges/{body['id']}/refunds", await books.all_of("refund", "charge", body["id"]))
    if (body.get("object"), name) == ("checkout.session", "line_items"):
        return listing(f"/v1/checkout/sessions/{body['id']}/line_items", body["_line_items"])
    return None


async def _expand(books: Books, body: Any, path: list[str], whole: str) -> None:
    if isinstance(body, list):
        for item in body:
            await _expand(books, item, path, whole)
        return
    if not path or not isinstance(body, dict):
        return
    name, *rest = path
    if carried := await _beside(books, body, name):
        body[name] = carried
    elif name not in body:
        raise BadParam(f"This property cannot be expanded ({whole}).", "expand")
    elif isinstance(body[name], str):
        body[name] = await books.find(body[name]) or body[name]
    await _expand(books, body[name], rest, whole)


async def present(books: Books, body: Body, expand: list[str]) -> Body:
    for whole in expand:
        await _expand(books, body, whole.split("."), whole)
    return public(body)
