"""Pure decisions about remixes."""

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.foundation.text import fold

SAME = N_("这和原来的创意一模一样，改一改再发。")


def _bare(title: str, body: str) -> str:
    return "".join(sign for sign in fold(title + body) if sign.isalnum())


def check_differs(title: str, body: str, source_title: str, source_body: str) -> None:
    """A new version says something new; spaces, marks and the script don't count."""
    if _bare(title, body) == _bare(source_title, source_body):
        raise Refusal(SAME, field="title")
