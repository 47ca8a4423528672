"""While a challenge hides its counts no page, header, picture, order or notice tells one; then all do."""

import re
from collections import deque
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from app.accounts.viewer import ANONYMOUS, Viewer
from app.foundation import clock
from app.foundation.database import execute, rows, value
from ideas.leaving import export
from ideas.queries import idea_by_public_id
from ideas.sharing.showing import idea_preview, show_idea
from ideas.voting.actions import cast_vote, lift, press
from ideas.voting.revealing import reveal
from ideas.voting.rules import votes_shown
from tests.ideas.makers import make_desk, make_idea, reread
from tests.ideas.voting import make_strict_challenge
from tests.people import make_member, sign_in

TELLING = 4739  # no page has another reason to show this number
# Any way of writing it: 4739, 4,739, 4.7K, 4千.
SHAPES = re.compile(r"4[,. ]?739(?!\d)|4\.7\s?K", re.IGNORECASE)


async def hidden(counts: str, **particulars: Any) -> dict[str, Any]:
    challenge = await make_strict_challenge(counts=counts)
    idea = await make_idea(challenge=challenge, **particulars)
    await execute(
        "insert into vote (idea, member, created_at) select {}, -n, app_now() - interval '2 days' from generate_series(1, {}) n",
        idea["id"], TELLING,
    )  # fmt: skip
    await execute("update idea set vote_count = {} where id = {}", TELLING, idea["id"])
    return idea | {"challenge_row": challenge}


def test_who_sees_a_count() -> None:
    idea = {"vote_count": 7, "author": 1}
    author, fan = Viewer(id=1), Viewer(id=2)
    for counts, voted, viewer, seen in [
        ("shown", False, None, 7), ("until_voted", False, fan, None), ("until_voted", True, fan, 7),
        ("until_voted", False, author, 7), ("until_voted", False, Viewer(), None), ("until_end", True, fan, None),
        ("until_end", False, author, None),
    ]:  # fmt: skip
        assert votes_shown(idea | {"counts": counts}, voted, viewer) == seen, (counts, voted)


async def test_an_idea_published_there_hides_its_count_from_the_beginning(db: None) -> None:
    for counts in ("until_voted", "until_end"):
        assert (await make_idea(challenge=await make_strict_challenge(counts=counts)))["counts"] == counts


async def test_voting_shows_the_count_and_taking_back_hides_it_again(db: None) -> None:
    idea, fan = await hidden("until_voted"), await make_member()
    assert (await press(fan, idea["public_id"])).shown == TELLING + 1
    assert (await lift(fan, idea["public_id"])).shown is None


async def test_until_the_end_not_even_voters_see_it(db: None) -> None:
    idea, fan = await hidden("until_end"), await make_member()
    assert (await press(fan, idea["public_id"])).shown is None


def _links(page: httpx.Response) -> set[str]:
    found = re.findall(r'(?:href|src|content|hx-get)="([^"#]+)', page.text)
    return {urlsplit(urljoin(str(page.url), one.replace("&amp;", "&")))._replace(fragment="").geturl() for one in found}


LEFT_OUT = re.compile(r"/(static|sign-|media|brands/new|language|theme|me/data)|\.(jpg|webp|png|css|js|ico|woff2|csv)(\?|$)")


async def crawl(client: httpx.AsyncClient, begin: list[str], most: int = 90) -> dict[str, httpx.Response]:
    """Public pages that lead on from these, each once."""
    seen: dict[str, httpx.Response] = {}
    waiting = deque(begin)
    while waiting and len(seen) < most:
        path = waiting.popleft()
        if path in seen:
            continue
        seen[path] = page = await client.get(path)
        for url in sorted(_links(page)) if page.headers.get("content-type", "").startswith("text/html") else ():
            parts = urlsplit(url)
            if parts.netloc == client.base_url.netloc.decode() and not LEFT_OUT.search(url):
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return seen


@pytest.mark.parametrize("counts", ["until_voted", "until_end"])
@pytest.mark.parametrize("who", ["nobody", "somebody"])
async def test_no_page_and_no_header_tells_a_hidden_count(db: None, client: httpx.AsyncClient, counts: str, who: str) -> None:
    idea = await hidden(counts, title="会发光的门把手")
    if who == "somebody":
        await sign_in(client, await make_member())
    begin = ["/", "/ideas", "/ideas?order=votes", "/ideas?order=best", "/ideas?order=rising", "/ideas?q=门把手"]
    begin += ["/ideas/similar?title=会发光的门把手", f"/ideas/{idea['public_id']}", f"/ideas/{idea['public_id']}/share"]
    begin += [
        "/challenges",
        f"/challenges/{idea['challenge_row']['public_id']}",
        "/me/votes" if who == "somebody" else "/sign-in",
    ]
    pages = await crawl(client, begin)
    assert len(pages) > 20 and any(idea["title"] in page.text for page in pages.values())
    for path, page in pages.items():
        assert not SHAPES.search(page.text), (path, SHAPES.findall(page.text))
        assert not SHAPES.search(str(page.headers)), path
    await execute("update idea set counts = 'shown' where id = {}", idea["id"])
    shown = await client.get(f"/ideas/{idea['public_id']}", headers={"accept-language": "en", "cookie": "zz_theme=dark"})
    assert SHAPES.search(shown.text), "the control: a count that isn't hidden is found"


async def test_pictures_and_previews_say_nothing_of_it(db: None) -> None:
    idea = await idea_by_public_id(ANONYMOUS, (await hidden("until_voted"))["public_id"])
    assert not SHAPES.search(repr(show_idea(idea, "作者"))) and not SHAPES.search(repr(idea_preview(idea, "作者")))


async def test_an_order_tells_nothing(db: None, client: httpx.AsyncClient) -> None:
    many, few = await hidden("until_end", title="票多的那个"), await make_idea(title="票少的那个")
    await cast_vote(await make_member(), few["public_id"])
    text = (await client.get("/ideas?order=votes")).text
    assert text.index("票少的那个") < text.index("票多的那个")
    assert (await reread(many))["ranked_votes"] == 0


async def test_an_author_takes_along_only_what_may_be_seen(db: None) -> None:
    for counts, votes in (("until_end", None), ("until_voted", TELLING)):
        idea = await hidden(counts)
        assert [one["votes"] for one in (await export(idea["author"]))["ideas"]] == [votes]


async def test_the_answer_to_a_press_tells_nothing_and_says_when(db: None, client: httpx.AsyncClient) -> None:
    idea = await hidden("until_end")
    await sign_in(client, await make_member())
    answer = await client.post(f"/ideas/{idea['public_id']}/vote", headers={"HX-Request": "true"})
    assert answer.status_code == 200 and not SHAPES.search(answer.text) and "投票结束后公布" in answer.text


async def test_the_brands_desk_sees_the_count(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    challenge = await make_strict_challenge(desk=desk, owner=owner, counts="until_end")
    idea = await make_idea(challenge=challenge)
    await execute("update idea set vote_count = {} where id = {}", TELLING, idea["id"])
    await sign_in(client, owner)
    assert SHAPES.search((await client.get(f"{desk.url}/ideas/{idea['public_id']}")).text)


async def test_when_voting_has_ended_the_counts_come_out(db: None, client: httpx.AsyncClient) -> None:
    idea, other = await hidden("until_end"), await hidden("until_voted")
    assert await reveal() == 0
    await clock.shift(timedelta(days=11))
    assert await reveal() == 2 and await reveal() == 0
    for one in (idea, other):
        now = await reread(one)
        assert (now["counts"], now["ranked_votes"], now["vote_count"]) == ("shown", TELLING, TELLING)
    assert SHAPES.search((await client.get(f"/ideas/{idea['public_id']}")).text)


async def test_a_stricter_phase_that_ends_leaves_the_milder_one_to_hide(db: None) -> None:
    idea = await hidden("until_end")
    await execute(
        """insert into challenge_phase (challenge, position, title, doors, starts_at, ends_at, counts)
        select id, 2, '决选', array['vote'], deadline, deadline + interval '5 days', 'until_voted' from challenge
        where id = {}""",
        idea["challenge"],
    )
    await clock.shift(timedelta(days=11))
    assert await reveal() == 1 and (await reread(idea))["counts"] == "until_voted"
    await clock.shift(timedelta(days=5))
    assert await reveal() == 1 and (await reread(idea))["counts"] == "shown"


async def test_notices_of_a_hidden_count_carry_no_figure(db: None) -> None:
    idea = await hidden("until_end")
    await cast_vote(await make_member(), idea["public_id"])
    assert not [one for one in await rows("select params from notice") if SHAPES.search(str(one["params"]))]
    assert await value("select vote_count from idea where id = {}", idea["id"]) == TELLING + 1
