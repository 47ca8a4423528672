"""The brand's view: figures equal the rows, few people stay unseen, only the team looks, what leaves is safe to open."""

import asyncio
import csv
import re
import time
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import httpx
import pytest

from app import jobs, rooms
from app.foundation.database import execute, row, rows, value
from ideas.contributing.tables import Contribution
from ideas.insights import counting
from ideas.insights.actions import say_price, set_prices
from ideas.insights.counting import figures_for, keep, scope_of
from ideas.insights.figures import FIRST_ROWS, Day, figures_of
from ideas.insights.forms import PriceForm
from ideas.insights.queries import ANSWER_COUNTS
from ideas.insights.series import series, span
from ideas.insights.spreadsheets import Cell, csv_pieces, harmless, xlsx_file
from ideas.voting.actions import withdraw_vote
from tests.ideas.makers import cast_votes, make_challenge, make_desk, make_idea
from tests.people import join_team, make_brand, make_member, sign_in

ZONE = "Asia/Shanghai"
NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


async def busy_challenge(votes: int = 12) -> dict:
    """A challenge with two ideas, votes and answers."""
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    lamp = await make_idea(challenge=challenge, title="会折的口袋台灯", summary="磁吸充电", body="出门带着。")
    cup = await make_idea(challenge=challenge, title='=HYPERLINK("http://evil")', summary="@磁吸充电的杯子", body="磁吸充电。")
    voters = await cast_votes(lamp, votes)
    for n, voter in enumerate(voters):
        await say_price(voter, lamp["public_id"], ("0", "3900", "6900", "6900")[n % 4])
    return {"desk": desk, "owner": owner, "challenge": challenge, "lamp": lamp, "cup": cup, "voters": voters}


def test_days_without_anything_are_steps_too_and_weeks_begin_on_monday() -> None:
    days = [Day(date(2026, 9, 2), ideas=1, votes=3), Day(date(2026, 9, 9), votes=4)]
    by_day = series(days, date(2026, 9, 1), date(2026, 9, 10), "day")
    assert by_day.values["votes"] == [0, 3, 0, 0, 0, 0, 0, 0, 4, 0] and by_day.width == 1
    weekly = series(days, date(2026, 9, 1), date(2026, 9, 10), "week")
    assert weekly.steps == [date(2026, 8, 31), date(2026, 9, 7)] and weekly.values["votes"] == [3, 4]
    assert series(days, date(2026, 6, 1), date(2026, 9, 10)).width == 7
    assert span(days, date(2026, 9, 1), date(2026, 9, 30), date(2026, 9, 12)) == (date(2026, 9, 1), date(2026, 9, 12))
    assert span(days, date(2026, 9, 1), date(2026, 9, 8), date(2026, 12, 1)) == (date(2026, 9, 1), date(2026, 9, 9))


async def test_figures_equal_the_rows(db: None) -> None:
    it = await busy_challenge()
    await withdraw_vote(it["voters"][0], it["lamp"]["public_id"])
    await execute("update vote set state = 'quarantined' where member = {}", it["voters"][1].id)
    found = await figures_of([it["challenge"]["id"]], ZONE)
    assert (found.ideas, found.votes, found.voters, found.authors) == (2, 10, 10, 2)
    assert sum(day.votes for day in found.days) == 10 and sum(day.ideas for day in found.days) == 2
    assert sum(n for _, n in found.prices["CNY"]) == 10
    assert found.people["place"] == {"voted": 10, "proposed": 2}
    assert sum(found.people["tenure"].values()) == sum(found.people["lang"].values()) == 12
    assert [one.said for one in found.phrases] == ["磁吸充电"]


async def test_days_are_those_of_the_brands_clock_and_a_voters_first_day_counts_once(db: None) -> None:
    it = await busy_challenge(votes=6)
    await execute("update vote set created_at = timestamptz '2026-09-01 20:00+00' where idea = {}", it["lamp"]["id"])
    await execute(
        """insert into vote (idea, member, created_at)
        select {}, member, timestamptz '2026-09-03 01:00+00' from vote where idea = {}""",
        it["cup"]["id"], it["lamp"]["id"],
    )  # fmt: skip
    days = {day.day: (day.votes, day.voters) for day in (await figures_of([it["challenge"]["id"]], ZONE)).days if day.votes}
    assert days == {date(2026, 9, 2): (6, 6), date(2026, 9, 3): (6, 0)}
    assert date(2026, 9, 1) in {day.day for day in (await figures_of([it["challenge"]["id"]], "UTC")).days}


async def test_what_is_hidden_or_a_draft_is_not_counted(db: None) -> None:
    it = await busy_challenge()
    await execute("update idea set visibility = 'hidden' where id = {}", it["lamp"]["id"])
    found = await figures_of([it["challenge"]["id"]], ZONE)
    assert (found.ideas, found.votes, found.prices) == (1, 0, {})


async def test_who_has_backed_before_is_known_from_the_room_above(db: None) -> None:
    from tests.campaigns.makers import make_campaign, make_pledge, make_tier

    rooms.fill_slots()
    it = await busy_challenge(votes=6)
    campaign = await make_campaign()
    await make_pledge(campaign, await make_tier(campaign), it["voters"][0])
    await execute("update pledge set state = 'promised'")
    assert (await figures_of([it["challenge"]["id"]], ZONE)).backers == 1


async def test_the_page_draws_and_says_it_in_a_table_too(db: None, client: httpx.AsyncClient) -> None:
    it = await busy_challenge()
    await sign_in(client, it["owner"])
    url = f"{it['desk'].url}/challenges/{it['challenge']['public_id']}/insights"
    for query in ("", "?by=week", "?by=day", f"?idea={it['lamp']['public_id']}", "?idea=nosuch&by=%27"):
        shown = await client.get(url + query)
        assert shown.status_code == 200, query
        assert "磁吸充电" in shown.text and "¥69" in shown.text and "12 人回答，人不多" in shown.text
        assert shown.text.count("<svg") > 6 and "<title" in shown.text and "看数字" in shown.text
        assert not re.search(r"\sstyle=|NaN|inf\b", shown.text)
    assert (await client.get(f"{it['desk'].url}/insights")).status_code == 200
    report = await client.get(url + "/report")
    assert report.status_code == 200 and it["challenge"]["title"] in report.text and "¥69" in report.text
    board = await client.get(f"{it['desk'].url}/challenges")
    assert f"{it['challenge']['public_id']}/insights" in board.text


async def test_of_fewer_than_five_answers_only_their_number_is_told(db: None, client: httpx.AsyncClient) -> None:
    it = await busy_challenge(votes=4)
    await sign_in(client, it["owner"])
    shown = (await client.get(f"{it['desk'].url}/challenges/{it['challenge']['public_id']}/insights")).text
    assert "只有 4 人回答" in shown and "chart__point" not in shown and "chart-dots" not in shown


async def test_an_empty_challenge_and_an_empty_brand_say_what_will_be_here(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    await sign_in(client, owner)
    assert "还没有数据" in (await client.get(f"{desk.url}/insights")).text
    challenge = await make_challenge(desk, owner)
    assert "还没有人提创意" in (await client.get(f"{desk.url}/challenges/{challenge['public_id']}/insights")).text


async def test_nobody_but_the_team_sees_or_takes_anything(db: None, client: httpx.AsyncClient) -> None:
    it = await busy_challenge(votes=1)
    stranger = await make_member()
    other = await make_brand(stranger)
    base = f"{it['desk'].url}/challenges/{it['challenge']['public_id']}/insights"
    await sign_in(client, stranger)
    for url in (base, base + "/report", f"{it['desk'].url}/insights", f"/brands/{other['public_id']}/studio/challenges/"
                f"{it['challenge']['public_id']}/insights"):  # fmt: skip
        assert (await client.get(url)).status_code == 404, url
    for path, sent in (
        ("/exports", {"kind": "ideas", "format": "csv"}),
        ("/prices", {"price_currency": "CNY", "prices": "1 2 3"}),
    ):
        assert (await client.post(base + path, data=sent)).status_code == 404
    packer = await make_member()
    await join_team({"id": it["desk"].brand}, packer, "fulfilment")
    await sign_in(client, packer)
    assert (await client.get(base)).status_code == 200
    assert (await client.post(base + "/exports", data={"kind": "ideas", "format": "csv"})).status_code == 403
    assert await value("select count(*) from insight_export") == 0


async def test_prices_are_set_at_the_desk_and_what_was_typed_is_kept(db: None, client: httpx.AsyncClient) -> None:
    it = await busy_challenge()
    await sign_in(client, it["owner"])
    url = f"{it['desk'].url}/challenges/{it['challenge']['public_id']}/insights/prices"
    refused = await client.post(url, data={"asks_price": "1", "price_currency": "CNY", "prices": "39 很多"})
    assert refused.status_code == 409 and "39 很多" in refused.text and "不是能用的价格" in refused.text
    changed = await client.post(url, data={"asks_price": "1", "price_currency": "TWD", "prices": "99 199 299"})
    assert changed.status_code == 409 and "货币不能再换" in changed.text
    assert (await client.post(url, data={"price_currency": "CNY", "prices": "39 59 99"})).status_code == 303
    assert await row("select asks, amounts from price_question") == {"asks": False, "amounts": [3900, 5900, 9900]}


def read_csv(body: bytes) -> list[list[str]]:
    text = body.decode("utf-8")
    assert text.startswith("\ufeff"), "Excel would read it in another code page"
    return list(csv.reader(StringIO(text[1:])))


def read_xlsx(body: bytes) -> list[list[str]]:
    """Cells as they stand, whatever the writer's order; a formula anywhere fails."""
    with ZipFile(BytesIO(body)) as book:
        shared = [
            "".join(part.itertext()) for part in ET.fromstring(book.read("xl/sharedStrings.xml")).findall("x:si", NS)
        ] if "xl/sharedStrings.xml" in book.namelist() else []  # fmt: skip
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not sheet.findall(".//x:f", NS)
    found = []
    for line in sheet.findall(".//x:row", NS):
        cells = []
        for cell in line.findall("x:c", NS):
            text = "".join(cell.itertext())
            cells.append(shared[int(text)] if cell.get("t") == "s" else text)
        found.append(cells)
    return found


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
async def test_ideas_leave_with_votes_verdict_prices_and_names_and_it_is_noted(
    db: None, client: httpx.AsyncClient, format_: str
) -> None:
    it = await busy_challenge()
    helper = await make_member("帮手")
    await Contribution.raw(
        "insert into contribution (idea, member, role) values ({}, {}, 'co_author')", it["lamp"]["id"], helper.id
    ).run()
    await sign_in(client, it["owner"])
    base = f"{it['desk'].url}/challenges/{it['challenge']['public_id']}/insights"
    sent = await client.post(base + "/exports", data={"kind": "ideas", "format": format_})
    assert sent.status_code == 200 and f"-{'ideas'}-" in sent.headers["content-disposition"]
    head, *lines = (read_csv if format_ == "csv" else read_xlsx)(sent.content)
    by_id = {line[0]: dict(zip(head, line, strict=False)) for line in lines}
    lamp, cup = by_id[it["lamp"]["public_id"]], by_id[it["cup"]["public_id"]]
    assert lamp["标题"] == "会折的口袋台灯" and lamp["有效票"] == "12" and lamp["共创"] == "帮手"
    assert float(lamp["收入最高的价"]) == 69 and lamp["货币"] == "CNY" and lamp["愿付价回答"] == "12"
    assert cup["标题"] == ("'" if format_ == "csv" else "") + '=HYPERLINK("http://evil")'
    assert "@people.test" not in sent.text if format_ == "csv" else True
    assert await rows("select kind, format, actor from insight_export") == [
        {"kind": "ideas", "format": format_, "actor": it["owner"].id}
    ]
    assert "最近谁导出过" in (await client.get(base)).text


@pytest.mark.parametrize("kind", ["days", "prices"])
async def test_days_and_prices_leave_as_the_page_shows_them(db: None, client: httpx.AsyncClient, kind: str) -> None:
    it = await busy_challenge()
    [few] = await cast_votes(it["cup"], 1)
    await say_price(few, it["cup"]["public_id"], "3900")
    await sign_in(client, it["owner"])
    sent = await client.post(f"{it['desk'].url}/insights/exports", data={"kind": kind, "format": "csv"})
    head, *lines = read_csv(sent.content)
    if kind == "days":
        assert sum(int(line[head.index("有效票")]) for line in lines) == 13
    else:
        assert {line[0] for line in lines} == {it["lamp"]["public_id"]}, "one answer alone is nobody's business"
        assert [(line[3], line[4], line[5]) for line in lines] == [("0", "3", ""), ("39.0", "3", "9"), ("69.0", "6", "6")]


@pytest.mark.parametrize("bad", ["=1+1", "+1", "-1", "@x", "\t=1", "  =1", "＝1", "\r=1"])
def test_what_looks_like_a_formula_is_text(bad: str) -> None:
    assert str(harmless(bad)).startswith("'")
    assert harmless("口袋-台灯") == "口袋-台灯" and harmless(-3) == -3 and harmless(None) is None


async def many(count: int) -> AsyncIterator[list[Sequence[Cell]]]:
    for start in range(0, count, 1000):
        yield [[f"k{n}", "一盏会折的灯，放在口袋里", n, n / 7, "#灯"] for n in range(start, min(count, start + 1000))]


async def test_fifty_thousand_rows_leave_while_others_are_served() -> None:
    """The loop turns on, and no more than a batch is in memory."""
    waits, done = [0.0], False

    async def others() -> None:
        while not done:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            waits.append(time.perf_counter() - before)

    served = asyncio.create_task(others())
    pieces = [len(piece) async for piece in csv_pieces(["a", "b", "c", "d", "e"], many(50_000))]
    assert len(pieces) == 51 and max(pieces) < 200_000
    with await xlsx_file(["a", "b", "c", "d", "e"], many(50_000), "灯") as file:
        body = file.read()
    done = True
    await served
    assert len(read_xlsx(body)) == 50_001
    assert max(waits) < 1.0 and sorted(waits)[len(waits) // 2] < 0.1


async def test_a_large_challenge_is_counted_by_the_sweep(
    db: None, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    it = await busy_challenge()
    monkeypatch.setattr(counting, "MOST_IDEAS", 1)
    scope = await scope_of(it["desk"].brand, it["challenge"]["id"])
    assert (await figures_for(scope))[0] is None
    await sign_in(client, it["owner"])
    url = f"{it['desk'].url}/challenges/{it['challenge']['public_id']}/insights"
    assert "正在统计" in (await client.get(url)).text
    await jobs.tick()
    found, taken_at = await figures_for(scope)
    assert found == await counting.count(scope)
    assert await value("select count(*) from kept_figures") == 2, "the challenge's, and all of the brand's together"
    assert "磁吸充电" in (await client.get(url)).text
    await keep(it["desk"].brand, it["challenge"]["id"])
    assert (await figures_for(scope))[1] >= taken_at
    assert await counting.stale() == []
    await execute("update kept_figures set taken_at = taken_at - interval '11 minutes'")
    assert len(await counting.stale()) == 2


async def test_prices_asked_in_two_currencies_are_two_curves(db: None, client: httpx.AsyncClient) -> None:
    it = await busy_challenge()
    other = await make_challenge(it["desk"], it["owner"])
    await set_prices(other["id"], PriceForm(True, "TWD", "99 199 399"))
    idea = await make_idea(challenge=other)
    for voter in await cast_votes(idea, 5):
        await say_price(voter, idea["public_id"], "199")
    await sign_in(client, it["owner"])
    shown = (await client.get(f"{it['desk'].url}/insights")).text
    assert "chart-demand-CNY" in shown and "chart-demand-TWD" in shown


async def test_hours_of_the_seeded_past_do_not_bend_the_axis() -> None:
    days = [Day(date(2026, 1, 1) + timedelta(days=n), votes=n) for n in range(300)]
    found = series(days, date(2026, 1, 1), date(2026, 10, 27))
    assert sum(found.values["votes"]) == sum(range(300)) and found.width == 7


async def test_whether_a_challenge_is_large_is_read_from_its_index_and_answers_are_found_by_theirs(db: None) -> None:
    it = await busy_challenge(votes=2)
    await execute("set local enable_seqscan = off")
    first = FIRST_ROWS.format(ids="array[{}]::bigint[]", most=1000)
    plan = "\n".join(one["QUERY PLAN"] for one in await rows("explain " + first, it["challenge"]["id"]))
    assert "idea_challenge_newest" in plan and "Sort" not in plan and "Seq Scan" not in plan, plan
    plan = str(await rows(f"explain select * from price_answer a where a.idea = {{}} and {ANSWER_COUNTS}", it["lamp"]["id"]))
    assert "one_answer_per_member_and_idea" in plan and "Seq Scan" not in plan, plan
    plan = str(await rows("explain select sum(opened) from share_opening where thing = {}", "ideas/x"))
    assert "share_opening_of_thing" in plan, plan


async def test_the_report_is_handed_on_by_a_link_that_ends_and_can_be_revoked(db: None, client: httpx.AsyncClient) -> None:
    it = await busy_challenge()
    await sign_in(client, it["owner"])
    base = f"{it['desk'].url}/challenges/{it['challenge']['public_id']}/insights/report"
    refused = await client.post(base + "/links", data={"note": "", "days": "30"})
    assert refused.status_code == 422 and "这里还没有填写" in refused.text
    assert (await client.post(base + "/links", data={"note": "周总", "days": "7"})).status_code == 303
    shown = await client.get(base)
    [address] = set(re.findall(rf"/challenges/{it['challenge']['public_id']}/report\?key=[\w.]+", shown.text))
    client.cookies.clear()
    opened = await client.get(address)
    assert opened.status_code == 200 and "¥69" in opened.text and opened.headers["referrer-policy"] == "no-referrer"
    assert "发给老板看" not in opened.text and "studio" not in opened.text
    assert (await client.get(address[:-1] + ("0" if address[-1] != "0" else "1"))).status_code == 404
    assert (await client.get(address.partition("?")[0])).status_code == 404
    await sign_in(client, it["owner"])
    link = await value("select public_id from capability_link where scope = 'report'")
    assert (await client.post(f"{base}/links/{link}/revocation")).status_code == 303
    client.cookies.clear()
    assert (await client.get(address)).status_code == 404
