"""A mail as its reader gets it: in their language and zone, as plain text and as HTML."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import urlsplit

from app.foundation.i18n import N_, speaking, translate
from app.notifications.events import known_events
from app.notifications.params import shown
from app.settings import settings
from app.site.profile import site
from app.web.pages import render


@dataclass(frozen=True, slots=True)
class Written:
    to: str
    subject: str
    text: str
    html: str


def write(mail: dict[str, Any]) -> Written:
    """`mail` is a row with the reader's `address`, `lang` and `time_zone` beside it."""
    event = known_events()[mail["event"]]
    with speaking(mail["lang"], mail["time_zone"]):
        params = shown(mail["params"])
        subject = " ".join(translate(event.subject or event.line, **params).split())
        paragraphs = translate(event.text or event.line, **params).split("\n\n")
        link = settings.public_url + mail["url"] if mail["url"] else ""
        button = translate(event.button)
        context = {"subject": subject, "paragraphs": paragraphs, "link": link, "button": button, "params": params}
        html = render(f"{event.template}.html", **context)
        return Written(mail["address"], subject, _plain(paragraphs, link, button, params), html)


def _plain(paragraphs: list[str], link: str, button: str, params: dict[str, str]) -> str:
    code = [params["code"]] if "code" in params else []
    foot = translate(N_("这封邮件由“%(site)s”发出：%(url)s"), site=site().name, url=settings.public_url)
    return "\n\n".join([*code, *paragraphs, *([f"{button}\n{link}"] if link else []), "--\n" + foot]) + "\n"


def sender() -> Address:
    """The setting's address under the name that staff chose, else the setting's, else the site's."""
    name, address = parseaddr(settings.mail_from)
    return Address(display_name=site().sender or name or site().name, addr_spec=address)


def message(written: Written, mail: dict[str, Any]) -> EmailMessage:
    """The same mail sent twice carries the same id, so that mailboxes can tell."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender(), written.to, written.subject
    made["Date"] = format_datetime(mail["created_at"])
    made["Message-ID"] = f"<mail-{mail['id']}@{urlsplit(settings.public_url).hostname}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(written.text)
    made.add_alternative(written.html, subtype="html")
    return made
