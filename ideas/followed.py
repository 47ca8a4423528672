"""Ideas and challenges can be followed."""

from app.accounts.viewer import Viewer
from app.community.following.kinds import Followed, Subject
from app.foundation.database import rows
from ideas.challenges.queries import challenge_by_public_id
from ideas.queries import idea_by_public_id
from ideas.rules import PUBLIC


async def find_idea(viewer: Viewer, public_id: str) -> Subject:
    idea = await idea_by_public_id(viewer, public_id)
    return Subject(idea["id"], idea["title"], f"/ideas/{public_id}")


async def ideas_named(ids: list[int]) -> list[Subject]:
    found = await rows(
        "select id, title, public_id from idea where id = any({}) and visibility = 'visible' and state = any({})",
        ids, list(PUBLIC),
    )  # fmt: skip
    return [Subject(one["id"], one["title"], f"/ideas/{one['public_id']}") for one in found]


async def find_challenge(viewer: Viewer, public_id: str) -> Subject:
    challenge = await challenge_by_public_id(viewer, public_id)
    return Subject(challenge.id, challenge.title, challenge.url)


async def challenges_named(ids: list[int]) -> list[Subject]:
    found = await rows("select id, title, public_id from challenge where id = any({}) and visibility = 'visible'", ids)
    return [Subject(one["id"], one["title"], f"/challenges/{one['public_id']}") for one in found]


FOLLOWED = {"idea": Followed(find_idea, ideas_named), "challenge": Followed(find_challenge, challenges_named)}
