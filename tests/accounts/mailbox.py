"""What a person finds in their mailbox, and how they type a code."""

import httpx

from app.foundation.database import value


async def code_for(address: str) -> str:
    return await value(
        "select params->>'code' from mail where event = 'sign_in_code' and address = {} order by id desc limit 1", address
    )


async def ask_code(client: httpx.AsyncClient, address: str, **more: str) -> str:
    """Asks for a code in this browser; the code that was mailed."""
    answer = await client.post("/sign-in", data={"address": address, **more})
    assert answer.status_code == 303, answer.text
    return await code_for(address)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}}"


async def texted_code(number: str) -> str:
    return await value("select params->>'code' from sms where phone = {} order by id desc limit 1", number)


async def link_for(address: str) -> str:
    """The path of the link beside the last code."""
    return await value("select url from mail where event = 'sign_in_code' and address = {} order by id desc limit 1", address)
