"""Ideas that others helped to grow: a co-author by link, passages worded anew, a remix, and a draft in the writing."""

from functools import partial
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import row
from app.seeding.cast import Cast
from app.seeding.timeline import Timeline
from ideas.actions import edit_idea, publish_draft, save_draft
from ideas.coauthoring.actions import invite, join
from ideas.coauthoring.queries import links_of
from ideas.contributing.actions import answer_improvement, offer_improvement
from ideas.contributing.forms import ImprovementForm
from ideas.contributing.queries import improvement_by_public_id
from ideas.forms import DraftForm, IdeaForm
from ideas.queries import idea_by_public_id, pictures_of
from ideas.remixing.actions import begin_remix
from ideas.voting.actions import cast_vote

LAMP, CAT = "book-lamp", "alley-cat-house"
# Who writes an idea beside its author, and so never votes for it.
WRITERS = {LAMP: ("yejing",), CAT: ()}

STEPS = "第一页的光只够看清字，第五页够改完一个班的作文。"
STEPS_BETTER = "第一页的光只够看清字，第三页够批一篇，第五页够改完一个班的作文；合上书，光留两分钟再灭。"
TURN = "翻到第五页最亮。用手背一碰就能翻。"
TURN_BETTER = "翻到第五页最亮。用手背一碰就能翻，书页边上包一圈软胶，夜里翻页没有声音。"
NIGHT = "夜班室里我拿手电照着试过：第二页的光刚好够写交接记录，旁边睡着的人不会醒。"
WINDOW = """
我们楼下的猫不肯进屋，只肯睡在一楼的窗台上。

原来那间屋是放在地上的。我想把它**挂在防盗窗外面**：底板做成两级，宽的一级卧猫，窄的一级放水；背后两只不锈钢挂钩，扣上就走，不打孔。

还是纸浆和蜂蜡，淋一个冬天。春天不要了，掰碎了埋进花盆。
"""
RACK = """
梅雨天，鞋子三天不干。

想要一个**挂在门背后的鞋架**，最底下一层是一截老式的铜管，
"""


def plan_growing(timeline: Timeline, cast: Cast) -> None:
    timeline.at(-16.2, partial(_come_in, cast, LAMP, "fan", "yejing", "叶静"))
    timeline.at(-14.6, partial(_word_anew, cast, "backer", STEPS, STEPS_BETTER, "改到一半最怕突然黑，留两分钟够收笔。"))
    timeline.at(-13.9, partial(_answer_last, cast, "accepted", "这两分钟我怎么没想到，直接换上了。"))
    timeline.at(-12.4, partial(_suggest, cast, "suyu", "页和页之间用软磁条，别用圆磁铁：饭卡常搁在灯边上，会消磁。"))
    timeline.at(-11.8, partial(_answer_last, cast, "accepted", "对，饭卡已经消过一张了。"))
    timeline.at(-10.3, partial(_suggest, cast, "fangke", "干脆加一块小屏，显示改到第几本。"))
    timeline.at(-9.7, partial(_answer_last, cast, "declined", "灯就是灯，屏幕一亮眼睛又累了。谢谢你想着。"))
    timeline.at(-8.1, partial(_write_on, cast, "yejing", NIGHT))
    timeline.at(-2.2, partial(_word_anew, cast, "zhaoheng", TURN, TURN_BETTER, "薄瓷碰薄瓷，夜里听起来像摔碗。"))
    timeline.at(-1.4, partial(_ask_another, cast, LAMP, "fan", "郭溪"))
    timeline.at(-3.3, partial(_remix, cast))
    timeline.at(-0.6, partial(_draft, cast))


async def _idea(cast: Cast, key: str, viewer: Viewer) -> dict[str, Any]:
    return await idea_by_public_id(viewer, cast.ideas[key]["public_id"])


async def _ask_another(cast: Cast, key: str, author: str, name: str) -> None:
    await invite(cast.people[author], await _idea(cast, key, cast.people[author]), name)


async def _come_in(cast: Cast, key: str, author: str, other: str, name: str) -> None:
    await _ask_another(cast, key, author, name)
    idea = await _idea(cast, key, cast.people[author])
    link = (await links_of(idea))[0]
    await join(cast.people[other], idea["public_id"], link.address.partition("key=")[2])


async def _word_anew(cast: Cast, who: str, passage: str, wording: str, why: str) -> None:
    viewer = cast.people[who]
    await offer_improvement(viewer, await _idea(cast, LAMP, viewer), ImprovementForm(why, passage, wording), "wechat")


async def _suggest(cast: Cast, who: str, text: str) -> None:
    viewer = cast.people[who]
    await offer_improvement(viewer, await _idea(cast, LAMP, viewer), text)


async def _answer_last(cast: Cast, state: str, answer: str) -> None:
    found = await row(
        "select public_id from improvement where idea = {} and state = 'offered' order by id desc limit 1", cast.ideas[LAMP]["id"]
    )
    assert found is not None
    await answer_improvement(cast.people["fan"], await improvement_by_public_id(found["public_id"]), state, answer)


async def _write_on(cast: Cast, who: str, sentence: str) -> None:
    idea = await _idea(cast, LAMP, cast.people[who])
    pictures = [one["public_id"] for one in await pictures_of(idea["id"])]
    body = f"{idea['body']}\n\n{sentence}"
    form = IdeaForm(idea["title"], idea["summary"], body, "", pictures, "publish", tags=idea["tags"])
    await edit_idea(cast.people[who], idea, form)


async def _remix(cast: Cast) -> None:
    viewer = cast.people["renqing"]
    made = await begin_remix(viewer, await _idea(cast, CAT, viewer), "line")
    form = IdeaForm(
        "挂在防盗窗上的猫屋", "不落地、不打孔，扣上就走的一间纸浆小屋。", WINDOW.strip(), "", [], "publish", tags=["猫", "窗台"]
    )
    await publish_draft(viewer, made, form)
    for key in ("liangyu", "maomao", "backer", "fan", "suyu"):
        await cast_vote(cast.people[key], made["public_id"])


async def _draft(cast: Cast) -> None:
    form = DraftForm("梅雨天也晾得干的鞋架", "", RACK.strip(), "", [], "draft", tags=["雨天", "家具"])
    await save_draft(cast.people["fan"], form)
