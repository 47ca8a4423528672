"""An idea grows: kept while it is typed, written by two, improved by a third, and everybody can read what changed."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.people import Person

BODY = "灯臂是一本书的书脊。\n\n翻开一页亮一档，翻到第五页最亮。\n\n合上书，灯就灭。"
BETTER = "翻开一页亮一档，翻到第五页最亮，页边包一圈软胶，夜里翻页没有声音。"


def propose(author: Person, title: str) -> str:
    """Typed, kept by itself, there again after a reload, then published."""
    author.open("/ideas/new").fill(title=title).press_fold("多说几句").fill(body=BODY)
    expect(author.page.locator("[data-saved]")).to_contain_text("已保存")
    author.page.wait_for_url("**/edit")
    author.page.reload()
    expect(author.field("body")).to_have_value(BODY)
    author.press("发布", inside=".action-bar").sees("创意发布了")
    return author.path()


def accept_invitation(other: Person, address: str) -> None:
    other.open(address.removeprefix(other.site)).sees("邀请你成为共同作者").press("接受，一起写")
    other.fill(address=other.email).press("发验证码").type_code()
    other.sees("共同作者了")


def mark(reader: Person, paragraph: int) -> None:
    """As a long press on a phone marks the words."""
    reader.page.evaluate(
        """n => {
          const range = document.createRange();
          range.selectNodeContents(document.querySelectorAll("[data-passage] p")[n]);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        paragraph,
    )


def test_an_idea_is_written_by_two_and_improved_by_a_third(somebody: Callable[..., Person]) -> None:
    author = somebody("阿明").sign_in().introduce()
    idea = propose(author, "会翻页的灯")
    author.open(f"{idea}/co-authors").fill(note="小李").press("生成邀请链接")
    link = author.page.locator("[data-copy-text]").first.inner_text()

    other = somebody("小李")
    accept_invitation(other, link)
    other.introduce().open(f"{idea}/edit").fill(title="会翻页的台灯").press("保存修改").sees("改好了", "会翻页的台灯")

    reader = somebody("小王").sign_in().introduce()
    reader.open(idea)
    mark(reader, 1)
    reader.press("改选中的这段")
    expect(reader.field("wording")).to_have_value(BODY.split("\n\n")[1])
    reader.fill(wording=BETTER, text="薄瓷碰薄瓷，夜里太响。").press("提给作者").sees("等作者答复")

    author.open(idea).press_fold("采纳，换进正文").press("采纳并署名").sees("正文已经换成新的写法", "写进正文了")
    author.sees("谁一起做的", "小李一起写", "小王的改进写进了正文")
    reader.open(f"{idea}/revisions").sees("采纳了小王的改进", "小李").press("第 2 次修改")
    expect(reader.page.locator(".difference ins").filter(has_text="软胶")).to_be_visible()
    reader.open(f"{idea}/revisions").press("第 1 次修改")
    expect(reader.page.locator(".difference ins").filter(has_text="台")).to_be_visible()


def test_two_pages_with_one_draft_lose_neither_text(somebody: Callable[..., Person]) -> None:
    author = somebody("两个标签页").sign_in()
    author.open("/ideas/new").fill(title="雨天的鞋架")
    expect(author.page.locator("[data-saved]")).to_contain_text("已保存")
    author.page.wait_for_url("**/edit")
    older = author.context.new_page()
    older.goto(author.page.url)
    older.locator("summary").filter(has_text="多说几句").click()
    author.press_fold("多说几句").fill(body="先存下的这份")
    expect(author.page.locator("[data-saved][data-state=kept]")).to_be_visible()
    older.locator("[name=body]").fill("另一页后写的那份")
    expect(older.locator("[data-saved]")).to_contain_text("另存了一份")
    author.page.reload()
    author.sees("另存的版本", "另一页后写的那份")
    expect(author.field("body")).to_have_value("先存下的这份")
    author.press("接着写这一份")
    expect(author.field("body")).to_have_value("另一页后写的那份")


def test_a_draft_survives_a_lost_connection(somebody: Callable[..., Person]) -> None:
    author = somebody("电梯里").sign_in()
    author.open("/ideas/new").fill(title="没信号也写得下去")
    expect(author.page.locator("[data-saved]")).to_contain_text("已保存")
    author.page.wait_for_url("**/edit")
    author.context.set_offline(True)
    author.press_fold("多说几句").fill(body="电梯里写的一段")
    expect(author.page.locator("[data-saved]")).to_contain_text("没连上网")
    author.context.set_offline(False)
    expect(author.page.locator("[data-saved]")).to_contain_text("已保存")
    author.troubles.clear()  # what the browser says of a request without a connection
    author.page.reload()
    expect(author.field("body")).to_have_value("电梯里写的一段")
