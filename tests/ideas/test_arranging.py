"""Pictures in an order: moved by buttons that work without a script, shown side by side to be swiped."""

import httpx
import pytest
from PIL import Image

from app.media.actions import keep_picture
from ideas.arranging import arranged
from ideas.queries import pictures_of
from tests.ideas.makers import make_idea, reread
from tests.media.test_pictures import encoded
from tests.people import make_member, sign_in


@pytest.mark.parametrize(
    ("do", "order"),
    [
        ("first:c", "cab"), ("earlier:c", "acb"), ("earlier:a", "abc"), ("later:a", "bac"), ("later:c", "abc"), ("drop:b", "ac"),
        ("later:x", "abc"), ("sideways:b", "abc"), ("", "abc"),
    ],
)  # fmt: skip
def test_a_button_moves_one_picture(do: str, order: str) -> None:
    assert arranged(list("abc"), do) == list(order)


async def test_the_order_is_kept_and_the_first_is_the_cover(db: None, client: httpx.AsyncClient) -> None:
    author = await make_member()
    kept = [await keep_picture(author.id, encoded(Image.new("RGB", (40 + n, 30)))) for n in range(3)]
    idea = await make_idea(author, pictures=kept)
    await sign_in(client, author)
    here = f"/ideas/{idea['public_id']}"
    sent = {"title": idea["title"], "pictures": kept}
    moved = await client.post(f"{here}/revisions", data=sent | {"do": f"earlier:{kept[2]}"})
    assert moved.status_code == 200
    assert [moved.text.index(f'name="pictures" value="{one}"') for one in (kept[0], kept[2], kept[1])] == sorted(
        moved.text.index(f'name="pictures" value="{one}"') for one in kept
    )
    await client.post(f"{here}/revisions", data=sent | {"pictures": [kept[2], kept[0]], "do": "publish"})
    assert [one["public_id"] for one in await pictures_of(idea["id"])] == [kept[2], kept[0]]
    assert (await reread(idea))["cover"] == kept[2]
    page = (await client.get(here)).text
    assert "1 / 2" in page and page.index(f"/media/{kept[2]}/960") < page.index(f"/media/{kept[0]}/960")


async def test_nobody_shows_anothers_picture_as_their_own(db: None, client: httpx.AsyncClient) -> None:
    other = await keep_picture((await make_member()).id, encoded(Image.new("RGB", (40, 30))))
    author = await make_member()
    idea = await make_idea(author)
    await sign_in(client, author)
    await client.post(f"/ideas/{idea['public_id']}/revisions", data={"title": idea["title"], "pictures": other, "do": "publish"})
    assert await pictures_of(idea["id"]) == []
