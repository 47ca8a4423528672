"""Phrases that many ideas share are found whole, counted once an idea, and weighed by votes."""

from hypothesis import given
from hypothesis import strategies as st

from ideas.insights.phrases import Text, phrases


def texts(*said: tuple[str, int]) -> list[Text]:
    return [Text(f"id{n}", words[:20], words, votes) for n, (words, votes) in enumerate(said)]


def words_of(*said: tuple[str, int], least: int = 3, besides: str = "") -> list[str]:
    return [one.said for one in phrases(texts(*said), least=least, besides=besides)]


def test_the_longest_common_phrase_stands_for_its_pieces() -> None:
    found = words_of(("做个口袋台灯吧", 3), ("我要口袋台灯。", 5), ("会折的口袋台灯，轻", 1), ("阳台种花", 2))
    assert found == ["口袋台灯"]


def test_what_stands_free_is_kept_beside_the_longer() -> None:
    found = words_of(
        ("磁吸充电很方便", 9), ("磁吸充电，别缠线", 4), ("要磁吸充电", 4), ("用磁吸底座", 2), ("靠磁吸站住", 1), ("磁吸挂墙上", 1)
    )
    assert found[0] == "磁吸" and "磁吸充电" in found and "吸充" not in found


def test_an_idea_that_repeats_itself_counts_once() -> None:
    again = "静音键盘。" * 50
    assert words_of((again, 90), ("别的", 1), ("静音键盘", 1)) == []
    [found] = phrases(texts((again, 90), ("要静音键盘", 1), ("静音键盘好", 2)), least=3)
    assert (found.said, found.ideas, found.votes) == ("静音键盘", 3, 93)
    assert found.examples[0][0] == "id0"


def test_traditional_and_simplified_are_one_and_read_as_their_most_voted_idea_writes() -> None:
    [found] = phrases(texts(("靜音鍵盤最好", 9), ("要静音键盘", 1), ("静音键盘！", 1)), least=3)
    assert found.said == "靜音鍵盤" and found.ideas == 3


def test_words_of_other_scripts_stay_whole() -> None:
    assert words_of(("a USB-C port", 4), ("needs usb-c", 2), ("USB-C please", 2)) == ["USB-C"]
    assert "night light" in words_of(("soft night light", 1), ("night light, warm", 1), ("my night light", 1))


def test_the_themes_own_words_and_fillers_tell_nothing() -> None:
    said = (("通勤路上能充电", 3), ("通勤路上要充电", 2), ("我希望可以充电", 1), ("希望可以听书", 1), ("希望可以放平", 1))
    found = words_of(*said, besides="通勤路上的小东西")
    assert "充电" in found and not {"通勤", "通勤路上", "希望", "可以"} & set(found)


def test_many_ideas_weigh_more_than_one_favourite() -> None:
    many = [(f"要带盖子{sign}", 9) for sign in "甲乙丙丁戊己庚辛"]
    few = [("会发光，", 100), ("会发光。", 0), ("会发光；", 0)]
    found = words_of(*many, *few)
    assert found.index("带盖子") < found.index("发光")


@given(st.lists(st.text("口袋台灯磁吸充电，。 ab", max_size=30), max_size=12), st.integers(2, 4))
def test_whatever_is_written_each_phrase_is_said_by_as_many_ideas_as_it_says(said: list[str], least: int) -> None:
    for one in phrases([Text(str(n), "", words, n) for n, words in enumerate(said)], least=least):
        assert least <= one.ideas <= len(said)
        assert sum(one.said.replace(" ", "") in words.replace(" ", "") for words in said) >= one.ideas
