"""Making staff, by whoever holds the server."""

from app.accounts.actions import create_member
from app.accounts.forms import EmailForm
from app.foundation.database import execute, transaction
from app.foundation.i18n import DEFAULT
from app.foundation.refusals import Refusal
from app.settings import settings
from app.web.forms import read_values


async def create_staff(email: str) -> str:
    """Make the member with this address staff, joining them first if need be; a sentence for the operator."""
    form = read_values(EmailForm, {"email": [email]})
    if not form.ok:
        raise Refusal(form.errors["email"], field="email")
    address = form.data.email
    async with transaction():
        member = await create_member(
            "email", address, address.partition("@")[0][:40], lang=DEFAULT, time_zone=settings.time_zone.key
        )
        await execute("update member set is_staff = true where id = {}", member)
    return f"{address} is staff now; they sign in at {settings.public_url}/sign-in with a code sent by mail."
