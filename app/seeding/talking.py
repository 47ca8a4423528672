"""What people say below ideas, calls and campaigns, on its day; and who presses what."""

from functools import partial
from random import Random
from typing import Any

from app.community.talking.actions import write_comment
from app.community.talking.arranging import pin_comment
from app.community.talking.kinds import find_subject
from app.community.talking.reacting import react
from app.foundation.database import execute
from app.seeding import reading
from app.seeding.cast import Cast, speaking
from app.seeding.reading import Line, Talk
from app.seeding.timeline import Timeline

Said = dict[str, dict[str, Any]]


def plan_talks(timeline: Timeline, cast: Cast, people: list[str], campaigns: set[str]) -> None:
    """Below a campaign only where it is made; whoever has a name reacts."""
    for talk in reading.talks():
        kind, _, key = talk.about.partition(":")
        if kind == "campaign" and key not in campaigns:
            continue
        said: Said = {}
        for number, line in enumerate(talk.line):
            timeline.at(line.on, partial(_say, cast, talk, line, said, people, number))


async def _say(cast: Cast, talk: Talk, line: Line, said: Said, people: list[str], number: int) -> None:
    speaker = cast.people[line.by]
    kind, _, key = talk.about.partition(":")
    made = {"idea": cast.ideas, "challenge": cast.challenges, "campaign": cast.campaigns}[kind][key]
    subject = await find_subject(speaker, kind, made["public_id"])
    with speaking(speaker.lang or "zh-Hans"):
        comment = await write_comment(speaker, subject, line.text.strip(), said[line.to]["public_id"] if line.to else "")
    if line.key:
        said[line.key] = comment
    random = Random(f"{talk.about} {number}")
    for reaction, count in line.likes.items():
        for fan in random.sample([one for one in people if one != line.by], count):
            await react(cast.people[fan], comment, reaction)
    if line.pinned_by:
        await pin_comment(cast.people[line.pinned_by], subject, comment)
    await execute("delete from rate_limit where key like 'reaction:%' or key like 'comment%'")
