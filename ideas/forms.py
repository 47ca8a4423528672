"""What a member types to propose or reword an idea."""

from typing import Annotated

import msgspec

from app.foundation.i18n import N_
from app.web.fields import Choice, FieldError, Line, Many, Prose
from ideas.rules import LONGEST_BODY, MOST_PICTURES
from ideas.tagging.rules import LONGEST_TAG, MOST_TAGS, split_tags


class PictureIds(Many):
    """Public ids of pictures already kept, in their order."""

    def read(self, typed: list[object]) -> list[str]:
        kept = list(dict.fromkeys(super().read(typed)))
        if len(kept) > MOST_PICTURES:
            raise FieldError(N_("最多 %(most)s 张图片，请去掉几张。"), most=MOST_PICTURES)
        return kept


class Tags(Many):
    """Typed in one line, with whatever between them."""

    def read(self, typed: list[object]) -> list[str]:
        tags = split_tags(" ".join(one for one in typed if isinstance(one, str))[:1000])
        if len(tags) > MOST_TAGS:
            raise FieldError(N_("最多 %(most)s 个标签，请去掉几个。"), most=MOST_TAGS)
        if long := next((tag for tag in tags if len(tag) > LONGEST_TAG), ""):
            raise FieldError(N_("标签“%(tag)s”太长了，最多 %(most)s 个字。"), tag=long[:40], most=LONGEST_TAG)
        return tags


class IdeaForm(msgspec.Struct):
    """One sentence is enough; all else can come later."""

    title: Annotated[str, Line(60, least=2)]
    summary: Annotated[str, Line(200, least=0)]
    body: Annotated[str, Prose(LONGEST_BODY, least=0)]
    challenge: Annotated[str, Line(12, least=0)]
    pictures: Annotated[list[str], PictureIds()]
    do: Annotated[str, Choice(("publish", "draft"), default="publish")]
    once: Annotated[str, Line(24, least=0)] = ""  # drawn for each form: what is sent twice is one idea
    tags: Annotated[list[str], Tags()] = []
    based_on: Annotated[str, Line(24, least=0)] = ""  # the mark of the wording that this form began with: ideas/drafting
    aside: Annotated[str, Line(12, least=0)] = ""  # the version laid aside that it took up
    improvement: Annotated[str, Line(12, least=0)] = ""  # the accepted improvement that is being woven in


class DraftForm(msgspec.Struct):
    """A draft needs only a title, so that nothing begun is lost."""

    title: Annotated[str, Line(60)]
    summary: Annotated[str, Line(200, least=0)]
    body: Annotated[str, Prose(LONGEST_BODY, least=0)]
    challenge: Annotated[str, Line(12, least=0)]
    pictures: Annotated[list[str], PictureIds()]
    do: Annotated[str, Choice(("publish", "draft"), default="draft")]
    once: Annotated[str, Line(24, least=0)] = ""
    tags: Annotated[list[str], Tags()] = []
    based_on: Annotated[str, Line(24, least=0)] = ""
    aside: Annotated[str, Line(12, least=0)] = ""
    improvement: Annotated[str, Line(12, least=0)] = ""
