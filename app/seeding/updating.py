"""Updates of the seeded world: told on their day, some to backers only, some with a question that backers answer."""

from datetime import timedelta
from functools import partial
from itertools import cycle
from pathlib import Path

import msgspec

from app.accounts.viewer import find_member
from app.foundation import clock
from app.foundation.database import rows
from app.media.actions import keep_rendered
from app.seeding.cast import Cast, speaking
from app.seeding.drawing import Studio
from app.seeding.timeline import Timeline
from campaigns.polling.actions import answer_poll
from campaigns.polling.queries import poll_of
from campaigns.updates.actions import begin_update, promise_rhythm, publish_update, save_update
from campaigns.updates.forms import UpdateForm

TEXTS = Path(__file__).with_name("texts") / "updates.toml"


class Rhythm(msgspec.Struct):
    campaign: str
    days: int


class Update(msgspec.Struct):
    """`chosen`: how many backers take each option, as far as there are so many."""

    campaign: str
    on: float
    audience: str
    title: str
    body: str
    drawn: list[str] = []
    asks: str = ""
    options: list[str] = []
    chosen: list[int] = []
    lasts: float = 0


class Texts(msgspec.Struct):
    rhythm: list[Rhythm]
    update: list[Update]


def texts() -> Texts:
    return msgspec.toml.decode(TEXTS.read_bytes(), type=Texts, strict=False)


def plan_updates(timeline: Timeline, cast: Cast, studio: Studio, key: str, made: float, owner: str, lang: str) -> None:
    """Of one campaign."""
    told = texts()
    for rhythm in told.rhythm:
        if rhythm.campaign == key:
            timeline.at(made + 0.2, partial(_promise, cast, rhythm))
    for number, update in enumerate(told.update):
        if update.campaign == key:
            for kind in update.drawn:
                studio.order("detail", f"update {number}", kind)
            timeline.at(update.on, partial(_tell, cast, studio, number, update, owner, lang))
            if update.chosen:
                timeline.at(min(update.on + 1.1, -0.05), partial(_answer, cast, update))


async def _promise(cast: Cast, rhythm: Rhythm) -> None:
    await promise_rhythm(cast.campaigns[rhythm.campaign], rhythm.days)


async def _tell(cast: Cast, studio: Studio, number: int, update: Update, owner: str, lang: str) -> None:
    writer, campaign = cast.people[owner], cast.campaigns[update.campaign]
    pictures = [await keep_rendered(writer.id, await studio.picture("detail", f"update {number}", kind)) for kind in update.drawn]
    ends = await clock.now() + timedelta(days=update.lasts) if update.asks else None
    form = UpdateForm(
        title=update.title, body=update.body.strip(), pictures=pictures, audience=update.audience, tier="", tells_title=False,
        question=update.asks, option=update.options, option_picture=[], ends_at=ends, based_on=None,
    )  # fmt: skip
    with speaking(lang):
        made = await begin_update(writer, campaign)
        await save_update(writer, made, form)
        await publish_update(writer, made)


async def _answer(cast: Cast, update: Update) -> None:
    """By those who back it at that moment, in turn."""
    found = await rows(
        """select u.id, array(select distinct p.backer from pledge p where p.campaign = u.campaign
          and p.state in ('promised', 'paid', 'due', 'collected') order by 1) as backers
        from campaign_update u where u.campaign = {} and u.title = {}""",
        cast.campaigns[update.campaign]["id"], update.title,
    )  # fmt: skip
    poll = await poll_of(found[0]["id"])
    assert poll is not None
    wanted = [option for option, count in zip(poll.options, update.chosen, strict=True) for _ in range(count)]
    for backer, option in zip(found[0]["backers"], cycle(wanted[::2] + wanted[1::2]), strict=False):
        if not wanted:
            return
        wanted.pop()
        await answer_poll(await find_member(backer), found[0], option.public_id)
