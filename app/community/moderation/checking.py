"""The port for text checks: what a verb that publishes asks before others see a text.

    await check_text("idea", idea["id"], title=form.title, body=form.body, is_new=True, author=viewer.id)

Called in the verb's own transaction, after the row is written. A listed word refuses at its field; a doubtful one, a new
text where staff reads first, or a checker outside make the row wait. Answers "visible", "pending" or "hidden".
"""

from dataclasses import dataclass

from app.community.moderation import checker
from app.community.moderation.cases import open_case
from app.community.moderation.kinds import kind_named
from app.community.moderation.log import note
from app.community.moderation.policy import pre_moderation
from app.community.moderation.rules import must_wait
from app.community.moderation.things import Thing, is_newcomer, set_visibility, thing_by_id
from app.community.moderation.word_list import present_words
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.notifications.actions import notify

NOT_PUBLISHED = N_("“%(word)s”这样的词在这里不能发布，请换个说法。")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a text should be looked at, and whether it waits unseen meanwhile."""

    cause: str
    hides: bool
    words: str = ""


async def refuse_words(**fields: str) -> list[str]:
    """Refuses at the field that holds what can't be published; answers the doubtful words. For drafts and previews too."""
    words = await present_words()
    doubtful: list[str] = []
    for field, text in fields.items():
        for hit in words.search(text):
            if hit.level == "refuse":
                raise Refusal(
                    NOT_PUBLISHED, field="" if field.startswith("text_") else field, word=" ".join(hit.typed.split())[:40]
                )
            doubtful.append(hit.word)
    return list(dict.fromkeys(doubtful))


async def check_text(kind: str, row_id: int, *texts: str, is_new: bool = False, author: int | None = None, **fields: str) -> str:
    """`fields` are texts by the names of their form's fields; plain `texts` are refused for the form as a whole.

    `author` is who wrote it, and counts as a newcomer while nothing of theirs stands in the open.
    """
    found = await refuse_words(**{f"text_{n}": text for n, text in enumerate(texts)}, **fields)
    thing = await thing_by_id(kind, row_id)
    doubt = await _doubt(thing, found, is_new=is_new, author=author)
    if thing.visibility == "visible" and doubt is not None:
        await _doubted(thing, doubt, is_new=is_new)
    if checker.is_used() and thing.is_public:
        await checker.check_later(thing, is_new=is_new)
    return "pending" if thing.visibility == "visible" and doubt is not None and doubt.hides else thing.visibility


async def hold_words(kind: str, row_id: int) -> None:
    """For what staff read before it became public, with the list of that day: listed words only make staff look again."""
    thing = await thing_by_id(kind, row_id)
    words = await present_words()
    if found := list(dict.fromkeys(hit.word for text in thing.texts for hit in words.search(text))):
        await open_case(thing, "words", words="、".join(found))


async def _doubt(thing: Thing, found: list[str], *, is_new: bool, author: int | None) -> Doubt | None:
    kind = kind_named(thing.kind)
    may_hide = is_new or kind.holds_edits
    setting = pre_moderation()
    if is_new and kind.pre_moderated and must_wait(setting, await _is_newcomer(thing, author, setting)):
        return Doubt("new", hides=True, words="、".join(found))
    if found:
        return Doubt("words", hides=may_hide, words="、".join(found))
    if checker.is_used() and checker.holds_meanwhile() and may_hide:
        return Doubt("checker", hides=True)
    if not is_new and kind.pre_moderated and setting == "everyone":
        return Doubt("edited", hides=False)
    return None


async def _is_newcomer(thing: Thing, author: int | None, setting: str) -> bool:
    writer = author or next(iter(thing.authors), None)
    return setting == "newcomers" and writer is not None and await is_newcomer(thing.kind, thing.id, writer)


async def _doubted(thing: Thing, doubt: Doubt, *, is_new: bool) -> None:
    awaits_checker = doubt.cause == "checker"
    case = await open_case(thing, doubt.cause, words=doubt.words, is_first=is_new, is_quiet=awaits_checker)
    if not doubt.hides:
        return
    await set_visibility(thing.kind, thing.id, "pending")
    await note("held", thing, case=case["id"], why=doubt.words, source="rule", cause=doubt.cause)
    if not awaits_checker:  # seconds, as a rule: not worth a word
        await notify(thing.authors, "text_pending", thing.url or "/me/moderation", title=thing.told)
