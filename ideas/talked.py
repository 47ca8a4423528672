"""Ideas and challenges are talked about."""

from collections.abc import Iterable
from typing import Any

from app.accounts.viewer import Viewer
from app.brands.queries import member_ids_of
from app.brands.rules import SHOWN_NAME
from app.community.talking.kinds import Subject, Talked
from app.community.talking.rules import BELOW
from app.community.talking.showing import ThreadView, show_thread
from app.foundation.database import rows
from app.foundation.refusals import NotFound
from ideas.challenges.queries import ChallengeView, challenge_by_public_id
from ideas.contributing.queries import team_of
from ideas.queries import idea_by_public_id
from ideas.rules import PUBLIC


async def talk_of_idea(idea: dict[str, Any]) -> Subject:
    """The brand is the challenge's, or the one that answered."""
    writers = await team_of(idea["id"])
    return Subject(
        "idea", idea["id"], idea["public_id"], idea["title"], f"/ideas/{idea['public_id']}", author=idea["author"],
        co_authors=tuple(one for one in writers if one != idea["author"]), brand=idea["brand"],
        brand_name=(idea["brand_name"] or "") if idea["brand"] else "", told=tuple(writers),
    )  # fmt: skip


async def thread_below_idea(viewer: Viewer, idea: dict[str, Any]) -> ThreadView | None:
    """None where there is nothing to talk about yet."""
    return await show_thread(viewer, await talk_of_idea(idea), limit=BELOW) if idea["state"] in PUBLIC else None


async def thread_below_challenge(viewer: Viewer, challenge: ChallengeView) -> ThreadView | None:
    return await show_thread(viewer, await talk_of_challenge(challenge), limit=BELOW) if challenge.published_at else None


async def find_idea(viewer: Viewer, public_id: str) -> Subject:
    """What is a draft or was taken back isn't talked about."""
    idea = await idea_by_public_id(viewer, public_id)
    if idea["state"] not in PUBLIC:
        raise NotFound
    return await talk_of_idea(idea)


async def ideas_named(ids: Iterable[int]) -> list[Subject]:
    found = await rows(
        f"""select i.*, coalesce(c.brand, v.brand) as brand, {SHOWN_NAME} as brand_name
        from idea i left join challenge c on c.id = i.challenge left join verdict v on v.idea = i.id
          left join brand b on b.id = coalesce(c.brand, v.brand)
        where i.id = any({{}}) and i.visibility = 'visible' and i.state = any({{}})""",
        list(ids), list(PUBLIC),
    )  # fmt: skip
    return [await talk_of_idea(one) for one in found]


async def talk_of_challenge(challenge: ChallengeView) -> Subject:
    return await _of_brand(challenge.id, challenge.public_id, challenge.title, challenge.brand, challenge.brand_name)


async def _of_brand(id_: int, public_id: str, title: str, brand: int, brand_name: str) -> Subject:
    return Subject(
        "challenge", id_, public_id, title, f"/challenges/{public_id}", brand=brand, brand_name=brand_name,
        told=tuple(await member_ids_of(brand, "owner", "editor", "support")),
    )  # fmt: skip


async def find_challenge(viewer: Viewer, public_id: str) -> Subject:
    """A draft is shown by its preview, without talk."""
    challenge = await challenge_by_public_id(viewer, public_id)
    if challenge.published_at is None:
        raise NotFound
    return await talk_of_challenge(challenge)


async def challenges_named(ids: Iterable[int]) -> list[Subject]:
    found = await rows(
        f"""select c.id, c.public_id, c.title, c.brand, {SHOWN_NAME} as brand_name from challenge c join brand b on b.id = c.brand
        where c.id = any({{}}) and c.visibility = 'visible' and c.published_at is not null""",
        list(ids),
    )
    return [await _of_brand(one["id"], one["public_id"], one["title"], one["brand"], one["brand_name"]) for one in found]


TALKED = {"idea": Talked(find_idea, ideas_named), "challenge": Talked(find_challenge, challenges_named)}
