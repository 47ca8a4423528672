"""An idea's revisions: who changed what when, told to be read; what was doubted is nobody else's to read afterwards."""

import httpx

from app.foundation.database import execute
from ideas.actions import edit_idea
from ideas.forms import IdeaForm
from ideas.revising.rules import changes
from tests.ideas.makers import make_idea, reread
from tests.people import make_member, sign_in


def wording(title: str, body: str = "") -> IdeaForm:
    return IdeaForm(title, "", body, "", [], "publish")


def test_changes_tell_the_lines_and_the_body_and_count_signs() -> None:
    before = {"title": "口袋台灯", "summary": "小", "body": "一\n二\n三\n四\n灯头固定"}
    told = changes(before, before | {"title": "口袋夹灯", "body": "一\n二\n三\n四\n灯头能转"})
    assert list(told.lines) == ["title"] and told.body[0] == 3
    assert (told.added, told.gone) == (3, 3)
    assert changes(before, before | {"body": "一\n\n二\n\n三\n\n四\n\n**灯头固定**"}).is_empty, "only the layout changed"


async def test_everybody_reads_what_changed_and_who_did_it(db: None, client: httpx.AsyncClient) -> None:
    author = await make_member("阿明")
    idea = await make_idea(author, title="口袋台灯", body="灯头固定，充电用磁吸。")
    await edit_idea(author, idea, wording("口袋台灯", "灯头能转，充电用磁吸。"))
    here = f"/ideas/{idea['public_id']}/revisions"
    listed = (await client.get(here)).text
    assert "阿明" in listed and f'href="{here}/2"' in listed and "第 1 次修改" in listed
    shown = (await client.get(f"{here}/2")).text
    assert "<del>" in shown and "（删去）" in shown and "能转" in shown
    first = (await client.get(f"{here}/1")).text
    assert "发布时的样子" in first and "灯头固定，充电用磁吸。" in first
    for odd in ("0", "3", "-1", "²", "99999", "x"):
        assert (await client.get(f"{here}/{odd}")).status_code == 404, odd


async def test_what_was_doubted_and_then_reworded_is_not_read_among_the_revisions(db: None, client: httpx.AsyncClient) -> None:
    author = await make_member()
    idea = await make_idea(author, body="好好的第一版。")
    await edit_idea(author, idea, wording(idea["title"], "说了不该说的话。"))
    await execute("update idea set visibility = 'hidden' where id = {}", idea["id"])
    await edit_idea(author, await reread(idea), wording(idea["title"], "改好了的第三版。"))
    await execute("update idea set visibility = 'visible' where id = {}", idea["id"])
    here = f"/ideas/{idea['public_id']}/revisions"
    assert "改好了的第三版。" in (await client.get(f"{here}/3")).text
    assert (await client.get(f"{here}/2")).status_code == 404
    assert "说了不该说的话" not in (await client.get(f"{here}/3")).text
    await sign_in(client, author)
    assert "说了不该说的话" in (await client.get(f"{here}/2")).text


async def test_of_what_is_not_on_view_others_read_no_revision(db: None, client: httpx.AsyncClient) -> None:
    idea = await make_idea()
    await execute("update idea set visibility = 'pending' where id = {}", idea["id"])
    for rest in ("", "/1"):
        assert (await client.get(f"/ideas/{idea['public_id']}/revisions{rest}")).status_code == 404


async def test_a_script_in_a_wording_is_shown_as_it_was_typed(db: None, client: httpx.AsyncClient) -> None:
    author = await make_member()
    idea = await make_idea(author, body="第一版")
    await edit_idea(author, idea, wording("<script>alert(1)</script>", "<img src=x onerror=alert(1)>第二版"))
    shown = (await client.get(f"/ideas/{idea['public_id']}/revisions/2")).text
    assert "<script>alert" not in shown and "<img src=x" not in shown and "&lt;script&gt;" in shown
