"""What a voter would pay: said with one press beside the seal, changed and taken back on the idea's page."""

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import members
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.web.forms import read_form
from app.web.pages import answer
from ideas.insights.actions import say_price
from ideas.insights.forms import AnswerForm
from ideas.insights.queries import question_to
from ideas.insights.rules import RATHER_NOT
from ideas.queries import idea_by_public_id


@post("/ideas/{idea_id:str}/price", guards=[members])
async def say(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    form = await read_form(request, AnswerForm)
    await say_price(viewer, idea_id, form.data.price)
    idea = await idea_by_public_id(viewer, idea_id)
    return await answer(
        request, "ideas/insights/_after_price.html", to=f"/ideas/{idea_id}#price-{idea_id}", idea=idea,
        say=N_("好，不再问了。") if form.data.price == RATHER_NOT else N_("记下了，谢谢。"),
        price_question=await question_to(viewer, idea), voted=True, place=form.data.place,
    )  # fmt: skip


ROUTES = [say]
