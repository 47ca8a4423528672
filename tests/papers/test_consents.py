"""What somebody agreed to, noted once, in the version that stood."""

from datetime import timedelta

import pytest

from app.foundation import clock
from app.foundation.database import rows
from app.foundation.differing import difference, is_same
from app.papers.actions import agree, challenge_licence, publish_version, record_consents
from app.papers.queries import age_to_declare, asked_for, consents_of, has_agreed, standing, to_agree, versions
from tests.people import make_member
from tests.site.rules import rules_of_the_region

TEXT = {"zh-Hans": {"title": "用户协议", "body": "新的一条。"}}


async def kinds_agreed(member: int) -> list[str]:
    return [one["version"].kind for one in await consents_of(member) if one["version"]]


async def test_every_kind_has_a_first_version_in_three_languages(db: None) -> None:
    found = await rows(
        """select p.kind, count(*) as n from paper p join paper_version v on v.paper = p.id
        join paper_text t on t.version = v.id where v.major = 1 and v.minor = 0 group by p.kind"""
    )
    assert {one["kind"]: one["n"] for one in found} == dict.fromkeys(
        ("terms", "privacy", "cross_border", "idea_licence", "co_creation"), 3
    )


async def test_what_was_agreed_to_is_noted_once(db: None) -> None:
    member = await make_member()
    await record_consents(member.id, ("terms", "privacy"), how="joining")
    await record_consents(member.id, ("terms", "privacy"), how="joining")
    assert sorted(await kinds_agreed(member.id)) == ["privacy", "terms"]
    assert not await to_agree(member.id, "joining")


async def test_a_major_version_is_asked_again_and_a_minor_one_is_not(db: None) -> None:
    member = await make_member()
    await agree(member.id, "joining")
    await publish_version("terms", TEXT, is_major=False)
    assert not await to_agree(member.id, "joining")
    await publish_version("terms", TEXT, is_major=True)
    assert [one.number for one in await to_agree(member.id, "pledge")] == ["2.0"]
    assert not await has_agreed(member.id, "terms")
    await agree(member.id, "pledge")
    assert await has_agreed(member.id, "terms")
    assert not await to_agree(member.id, "joining")


async def test_a_version_to_come_binds_nobody_yet(db: None) -> None:
    member = await make_member()
    await agree(member.id, "joining")
    await publish_version("terms", TEXT, is_major=True, effective_at=await clock.now() + timedelta(days=7))
    assert not await to_agree(member.id, "joining")
    told = await versions("terms")
    now_in_force = standing(told, await clock.now())
    assert now_in_force and now_in_force.number == "1.0" and told[0].number == "2.0"
    await clock.shift(timedelta(days=8))
    assert await to_agree(member.id, "joining")


async def test_the_crossing_of_borders_is_agreed_to_only_where_the_region_says_so(db: None) -> None:
    first, second = await make_member(), await make_member()
    await agree(first.id, "joining")
    assert "cross_border" not in await kinds_agreed(first.id)
    await rules_of_the_region(cross_border=True)
    await record_consents(second.id, ("terms", "privacy"), how="joining")
    assert "cross_border" in await kinds_agreed(second.id)
    assert [one.kind for one in await to_agree(first.id, "pledge")] == ["cross_border"]


async def test_an_age_is_declared_once_and_a_higher_one_holds_for_the_lower(db: None) -> None:
    member = await make_member()
    assert await age_to_declare(member.id, "pledge") == 0
    await rules_of_the_region(least_age_join=14, least_age_pledge=18)
    await record_consents(member.id, ("terms",), how="joining")
    assert await age_to_declare(member.id, "pledge") == 18
    assert (await asked_for(member.id, "pledge")).age == 18
    await agree(member.id, "pledge")
    assert not await asked_for(member.id, "pledge")
    assert [one["age"] for one in await consents_of(member.id) if one["age"]] == [18, 14]


async def test_each_idea_is_given_under_the_licence_of_its_challenge(db: None) -> None:
    member = await make_member()
    default = await challenge_licence("abcd2345")
    own = await publish_version("idea_licence", TEXT, is_major=True, subject="abcd2345")
    assert await challenge_licence("abcd2345") == own["id"] != default
    assert await challenge_licence("zzzz2345") == default
    await agree(member.id, "idea", subject="firstide", about="abcd2345")
    await agree(member.id, "idea", subject="secondid", about="abcd2345")
    given = [one for one in await consents_of(member.id) if one["version"] and one["version"].kind == "idea_licence"]
    assert [one["made"] for one in given] == ["secondid", "firstide"]
    assert {one["version"].id for one in given} == {own["id"]}


async def test_nothing_is_published_without_a_text(db: None) -> None:
    from app.foundation.refusals import Refusal

    with pytest.raises(Refusal):
        await publish_version("terms", {"zh-Hans": {"title": "用户协议", "body": "  "}}, is_major=True)


def test_a_difference_shows_changed_words_within_their_paragraph() -> None:
    told = difference("一人一票。\n不许抄。", "一人只有一票。\n不许抄。\n可以申诉。")
    assert [[(piece.what, piece.text) for piece in pieces] for pieces in told] == [
        [("same", "一人"), ("new", "只有"), ("same", "一票。")],
        [("same", "不许抄。")],
        [("new", "可以申诉。")],
    ]
    assert is_same(difference("甲\n\n乙", "甲\n乙"))
