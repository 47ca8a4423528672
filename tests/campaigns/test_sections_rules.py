"""Sections of a campaign's page: rows as they are typed, videos as they are pasted, what may change when. No database."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.refusals import Refusal
from app.web.security import content_policy
from campaigns.drafting.rules import check_currency
from campaigns.revising.rules import WORDS as CHANGE_WORDS
from campaigns.revising.rules import Change, changes_between, is_later, team_changes
from campaigns.rules import CAMPAIGN, EDITABLE, PUBLIC
from campaigns.sections.rows import FIELDS, MOST, arranged, read_rows, shown_rows, typed_rows
from campaigns.sections.rules import SECTIONS, WRITTEN, balance, check_may_change, check_seen, may_change, shares, with_addition
from campaigns.sections.texts import mark_of, texts_of
from campaigns.sections.videos import kept_video, read_video

BILIBILI = "https://www.bilibili.com/video/BV1xx411c7mD"
YOUTUBE = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"


def typed(kind: str, *rows: dict[str, str]) -> dict[str, Any]:
    sent: dict[str, list[Any]] = {"rows": [str(n) for n in range(len(rows))]}
    for n, row in enumerate(rows):
        sent |= {f"{name}-{n}": [text] for name, text in row.items()}
    return typed_rows(kind, sent)


@pytest.mark.parametrize(
    ("pasted", "page"),
    [
        (BILIBILI, BILIBILI),
        ("【折叠台灯】 https://www.bilibili.com/video/BV1xx411c7mD/?share_source=copy_web&vd_source=1", BILIBILI),
        ("https://m.bilibili.com/video/BV1xx411c7mD?p=3", BILIBILI + "?p=3"),
        ('<iframe src="//player.bilibili.com/player.html?isOutside=true&amp;bvid=BV1xx411c7mD&amp;p=1"></iframe>', BILIBILI),
        ("www.bilibili.com/video/BV1xx411c7mD", BILIBILI),
        (YOUTUBE, YOUTUBE),
        ("https://youtu.be/aqz-KE-bpKQ?si=abc", YOUTUBE),
        ("https://www.youtube.com/shorts/aqz-KE-bpKQ", YOUTUBE),
        ("https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ", YOUTUBE),
        ("https://vimeo.com/1084537", "https://vimeo.com/1084537"),
        ("https://vimeo.com/channels/staffpicks/1084537", "https://vimeo.com/1084537"),
        ("https://player.vimeo.com/video/1084537?h=8272103f6e", "https://vimeo.com/1084537/8272103f6e"),
    ],
)
def test_a_video_is_known_however_it_was_copied(pasted: str, page: str) -> None:
    video = read_video(pasted)
    assert video is not None
    assert video.page == page
    again = read_video(page)
    assert again == video, "what is kept means the same once more"
    assert video.player.startswith(video.origin + "/")


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("https://v.qq.com/x/page/a1.html", "只能放"),
        ("https://bilibili.com.evil.example/video/BV1xx411c7mD", "只能放"),
        ("https://evil.example/?u=https://www.bilibili.com/video/BV1xx411c7mD", "只能放"),
        ("javascript:alert(1)", "只能放"),
        ("看我的视频", "只能放"),
        ("https://[half/", "只能放"),
        ("https://b23.tv/abc123", "短链接"),
        ("https://www.bilibili.com/", "不是一个视频"),
        ("https://www.youtube.com/watch?v=short", "不是一个视频"),
        ("https://www.youtube.com/watch?v=aqz-KE-bpKQ%22%3E", "不是一个视频"),
        ("https://vimeo.com/about", "不是一个视频"),
    ],
)
def test_an_unknown_host_is_refused_in_one_sentence(pasted: str, said: str) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        read_video(pasted)
    assert refused.value.field == "video"
    assert kept_video(pasted) is None


def test_no_video_is_no_fault() -> None:
    assert read_video("  ") is None


@given(st.text(max_size=300))
def test_whatever_is_pasted_never_becomes_another_address(text: str) -> None:
    video = kept_video(text)
    assert video is None or video.page.startswith(
        ("https://www.bilibili.com/video/BV", "https://www.youtube.com/watch?v=", "https://vimeo.com/")
    )


def test_only_a_page_with_a_video_may_show_a_player() -> None:
    assert "frame-src" not in content_policy()
    video = read_video(YOUTUBE)
    assert video is not None
    assert content_policy(video.origin).endswith("frame-src https://www.youtube-nocookie.com")


def test_empty_rows_are_none_and_months_come_in_order() -> None:
    values = typed(
        "timeline", {"month": "2027-05", "title": "量产"}, {}, {"month": "2027-02", "title": "开模", "text": "苏州", "done": "1"}
    )
    reading = read_rows("timeline", values, "CNY")
    assert not reading.errors
    assert [(part.month, part.title, part.is_done) for part in reading.parts] == [
        (date(2027, 2, 1), "开模", True), (date(2027, 5, 1), "量产", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "row", "field", "said"),
    [
        ("timeline", {"title": "开模"}, "month", "请填年月"),
        ("timeline", {"month": "2027-05"}, "title", "还没有填写"),
        ("timeline", {"month": "9999-05", "title": "开模"}, "month", "2000 到 2099"),
        ("timeline", {"month": "2027-05", "title": "开" * 61}, "title", "最多 60"),
        ("budget", {"title": "模具"}, "amount", "请填一个金额"),
        ("budget", {"title": "模具", "amount": "0"}, "amount", "金额最少"),
        ("budget", {"title": "模具", "amount": "-5"}, "amount", "金额最少"),
        ("budget", {"title": "模具", "amount": "1e99"}, "amount", "请填一个金额"),
        ("budget", {"amount": "5"}, "title", "还没有填写"),
        ("team", {"text": "什么都做"}, "title", "写上名字"),
        ("faq", {"title": "防水吗"}, "text", "还没有填写"),
        ("faq", {"text": "防水"}, "title", "还没有填写"),
    ],
)
def test_a_row_is_refused_at_its_field(kind: str, row: dict[str, str], field: str, said: str) -> None:
    reading = read_rows(kind, typed(kind, {}, row), "CNY")
    assert said in reading.errors[f"{field}-1"]
    assert not reading.parts


def test_amounts_are_read_in_the_campaigns_currency() -> None:
    values = typed("budget", {"title": "木料", "amount": "1,200"})
    assert [read_rows("budget", values, currency).parts[0].amount for currency in ("CNY", "TWD")] == [120_000, 1200]
    assert read_rows("budget", typed("budget", {"title": "木料", "amount": "0.5"}), "TWD").errors


def test_nobody_stands_in_a_team_twice() -> None:
    reading = read_rows("team", typed("team", {"member": "k7m2qx", "title": "别名"}, {"member": "k7m2qx"}), "CNY")
    assert "已经写过" in reading.errors["member-1"]
    assert reading.parts[0].title == "", "a member is called by the name they have here"


@pytest.mark.parametrize("kind", FIELDS)
def test_the_forms_own_buttons_lose_nothing_that_was_typed(kind: str) -> None:
    name = next(iter(FIELDS[kind]))
    values = typed(kind, {name: "甲"}, {name: "乙"})
    more = arranged(kind, values, "more")
    assert more["rows"] == ["0", "1", "2"]
    assert more[f"{name}-0"] == "甲"
    assert arranged(kind, values, "up:1")["rows"] == arranged(kind, values, "down:0")["rows"] == ["1", "0"]
    assert arranged(kind, values, "drop:0")["rows"] == ["1"]
    for senseless in ("up:0", "down:1", "drop:9", "up:", "", "more:", "sudo"):
        rows = arranged(kind, values, senseless)["rows"]
        assert rows[:2] == ["0", "1"], senseless


def test_a_section_never_holds_more_rows_than_it_may() -> None:
    sent: dict[str, list[Any]] = {"rows": [str(n) for n in range(200)] + ["x", "1234", "0"]}
    values = typed_rows("team", sent)
    assert len(values["rows"]) == MOST["team"]
    assert arranged("team", values, "more")["rows"] == values["rows"]


def test_what_is_kept_is_shown_as_it_was_typed() -> None:
    parts = [{"title": "模具", "text": "", "amount": 150_050, "month": None, "is_done": False, "member_id": None}]
    values = shown_rows("budget", parts, "CNY")
    assert (values["title-0"], values["amount-0"], values["rows"]) == ("模具", "1500.50", ["0", "1", "2"])


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=20))
def test_shares_add_up_to_a_hundred(amounts: list[int]) -> None:
    assert sum(shares(amounts)) == 100


@given(st.lists(st.integers(1, 10**9), max_size=5), st.one_of(st.none(), st.integers(1, 10**9)))
def test_a_budget_is_short_or_paid_from_elsewhere_and_never_both(amounts: list[int], goal: int | None) -> None:
    found = balance([{"amount": amount} for amount in amounts], goal)
    assert found.total + found.missing - found.own == max(goal or 0, 0) or not goal
    assert not (found.missing and found.own)


def test_every_section_is_written_in_a_draft_and_only_there_where_money_hangs_on_it() -> None:
    assert all(may_change(key, state) for key in SECTIONS for state in EDITABLE)
    assert not any(
        may_change(key, state) for key in SECTIONS for state in ("submitted", "approved", "completed", "failed", "cancelled")
    )
    assert [key for key in WRITTEN if not any(may_change(key, state) for state in PUBLIC)] == ["funding", "budget"]
    assert [key for key in WRITTEN if may_change(key, "fulfilling")] == ["timeline", "team", "faq"]


@pytest.mark.parametrize(
    ("key", "state", "said"),
    [
        ("story", "submitted", "先撤回"),
        ("story", "approved", "撤回成草稿"),
        ("budget", "live", "按它决定"),
        ("funding", "succeeded", "按它决定"),
        ("story", "fulfilling", "写在项目动态里"),
        ("faq", "cancelled", "众筹已经结束"),
    ],
)
def test_what_stands_still_says_why(key: str, state: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        check_may_change(key, state)


def test_what_was_handed_in_can_be_taken_back() -> None:
    assert sorted(CAMPAIGN.origins("draft")) == ["approved", "submitted"]


def test_told_risks_stay_told() -> None:
    assert with_addition("瓷会裂。", "快递也可能摔碎，碎了补寄。") == "瓷会裂。\n\n快递也可能摔碎，碎了补寄。"
    for addition, said in (("少。", "至少"), ("长" * 4000, "最多")):
        with pytest.raises(Refusal, match=said):
            with_addition("瓷会裂。", addition)


def test_a_currency_stays_while_amounts_are_written_in_it() -> None:
    check_currency("CNY", "TWD", False)
    with pytest.raises(Refusal, match="先删掉"):
        check_currency("CNY", "TWD", True)


def test_two_tabs_are_noticed() -> None:
    before, after = mark_of({"risks": "一"}), mark_of({"risks": "二"})
    check_seen("", after)
    check_seen(after, after)
    with pytest.raises(Refusal, match="同事"):
        check_seen(before, after)


CAMPAIGN_ROW = {
    "title": "灯", "summary": "", "category": "", "cover": "", "story": "", "video": "", "goal": 100, "currency": "CNY",
    "funding": "all_or_nothing", "deadline": None, "early_hours": 0, "risks": "",
}  # fmt: skip


def test_every_text_that_may_change_in_public_has_its_word_in_the_log() -> None:
    parts: dict[str, list[dict[str, Any]]] = {kind: [] for kind in FIELDS}
    texts = texts_of(CAMPAIGN_ROW, parts)
    changing = {name for key in WRITTEN if SECTIONS[key].while_public for name in texts[key]}
    assert changing <= set(CHANGE_WORDS)


def test_changes_are_told_field_by_field_and_steps_one_by_one() -> None:
    before = {"timeline": "2027-02 开模", "done": "开模"}
    after = {"timeline": "2027-03 开模", "done": "试产"}
    assert list(changes_between(before, after)) == [
        Change("timeline", "2027-02 开模", "2027-03 开模"), Change("done", after="试产"), Change("undone", after="开模"),
    ]  # fmt: skip


def test_a_team_is_told_person_by_person_and_no_name_of_a_member_is_kept() -> None:
    def one(member: int | None, title: str, text: str) -> dict[str, Any]:
        return {"member": member, "title": title, "text": text}

    before = [one(7, "", "画图"), one(None, "老汪", "烧窑")]
    after = [one(7, "", "画图和模具"), one(9, "", "电路")]
    assert list(team_changes(before, after)) == [
        Change("team", "画图", "画图和模具", 7), Change("team_in", "", "电路", 9), Change("team_out", "老汪\n烧窑", ""),
    ]  # fmt: skip


def test_a_timeline_is_put_off_when_a_step_or_its_end_moves_on() -> None:
    def steps(*found: tuple[str, int]) -> list[dict[str, Any]]:
        return [{"title": title, "month": date(2027, month, 1)} for title, month in found]

    assert is_later(steps(("开模", 2), ("寄出", 5)), steps(("开模", 3), ("寄出", 5)))
    assert is_later(steps(("寄出", 5)), steps(("装箱寄出", 6)))
    assert not is_later(steps(("开模", 2), ("寄出", 5)), steps(("开模", 1), ("试产", 4), ("寄出", 5)))
