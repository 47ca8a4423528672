"""A mail as its reader gets it: in their language and zone, as plain text and as HTML."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import urlsplit

from app.foundation.i18n import N_, speaking, translate
from app.notifications.events import known_events
from app.notifications.params import Names, shown
from app.settings import settings
from app.site.profile import site
from app.web.formats import number
from app.web.pages import render


@dataclass(frozen=True, slots=True)
class Written:
    to: str
    subject: str
    text: str
    html: str


def write(mail: dict[str, Any]) -> Written:
    """`mail` is a completed row (completing.py) with the reader's `address`, `lang` and `time_zone` beside it."""
    event = known_events()[mail["event"]]
    with speaking(mail["lang"], mail["time_zone"]):
        params = shown(mail["params"], mail["names"])
        subject = " ".join(translate(event.subject or event.line, **params).split())
        paragraphs = translate(event.text or event.line, **params).split("\n\n")
        link = settings.public_url + mail["url"] if mail["url"] else ""
        button = translate(event.button)
        lines = [(line_of(one, mail["names"]), settings.public_url + one["url"]) for one in mail["notices"]]
        stop = settings.public_url + mail["stop"] if mail["stop"] else ""
        context = {"subject": subject, "paragraphs": paragraphs, "link": link, "button": button, "params": params}
        html = render(f"{event.template}.html", **context, lines=lines, stop=stop)
        told = [*paragraphs, *(f"{line}\n{url}" for line, url in lines)]
        return Written(mail["address"], subject, _plain(told, link, button, params, stop), html)


def line_of(notice: dict[str, Any], names: Names) -> str:
    """A notice's sentence in the language now set; several of them in one where the event has words for it."""
    event = known_events()[notice["event"]]
    params = shown(notice["params"], names)
    if notice["times"] > 1 and event.many:
        return translate(event.many, times=number(notice["times"]), **params)
    return translate(event.line, **params)


def _plain(paragraphs: list[str], link: str, button: str, params: dict[str, str], stop: str) -> str:
    code = [params["code"]] if "code" in params else []
    foot = translate(N_("这封邮件由“%(site)s”发出：%(url)s"), site=site().name, url=settings.public_url)
    if stop:
        foot += "\n" + translate(N_("不想再收到这类邮件：%(url)s"), url=stop)
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
    if mail["stop"]:
        made["List-Unsubscribe"] = f"<{settings.public_url}{mail['stop']}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(written.text)
    made.add_alternative(written.html, subtype="html")
    return made
