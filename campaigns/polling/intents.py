"""An answer begun signed out: given once it is known who one is, if the update is for them."""

from app.accounts.intents.kinds import Done, Intent, Kind
from app.accounts.viewer import ANONYMOUS, Viewer
from app.foundation.i18n import N_, translate
from app.foundation.refusals import NotFound
from campaigns.polling.actions import answer_poll
from campaigns.polling.queries import poll_of
from campaigns.updates.queries import readable_update


async def what(intent: Intent) -> str:
    """Only what everybody may read is said before sign-in."""
    update = await readable_update(ANONYMOUS, intent.subject)
    poll = await poll_of(update["id"])
    chosen = next((one for one in poll.options if one.public_id == intent.text("option")), None) if poll else None
    if poll is None or chosen is None:
        raise NotFound
    return translate(N_("回答“%(question)s”：%(option)s"), question=poll.question, option=chosen.title)


async def finish(viewer: Viewer, intent: Intent) -> Done:
    update = await readable_update(viewer, intent.subject)
    await answer_poll(viewer, update, intent.text("option"))
    url = f"/campaigns/{update['campaign_public_id']}/updates/{update['number']}"
    return Done(url, N_("《%(campaign)s》的问题回答好了，截止前可以改。"), {"campaign": update["campaign_title"]})


INTENTS = {"poll_answer": Kind(what, finish)}
