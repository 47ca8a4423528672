"""What resembles a sentence while it is typed, whichever script it is in, and what can be done instead of proposing it again."""

import httpx

from ideas.finding.queries import similar_ideas
from tests.ideas.makers import make_idea


async def test_a_sentence_in_the_other_script_finds_the_same_idea(db: None) -> None:
    made = await make_idea(title="会自己收线的台灯")
    await make_idea(title="磁吸的积木火车")
    for typed in ("会自己收线的台灯", "會自己收線的檯燈", "想要一盏會收線的台灯"):
        assert [one["id"] for one in await similar_ideas(typed)] == [made["id"]], typed


async def test_one_votes_for_it_or_brings_the_thought_there(db: None, client: httpx.AsyncClient) -> None:
    made = await make_idea(title="会自己收线的台灯")
    shown = (await client.get("/ideas/similar", params={"title": "會自己收線的檯燈", "challenge": "", "tags": ""})).text
    assert f'action="/ideas/{made["public_id"]}/vote"' in shown
    there = f"/ideas/{made['public_id']}/improvements/new?text=%E6%9C%83"
    assert there in shown
    brought = (await client.get(f"/ideas/{made['public_id']}/improvements/new", params={"text": "會自己收線的檯燈"})).text
    assert "會自己收線的檯燈</textarea>" in brought
