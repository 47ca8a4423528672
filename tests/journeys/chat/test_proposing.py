"""Proposing in a chat program's browser: a sentence, a photo and a code, every cookie forgotten between the pages."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.chat.browsers import LINE, Chatter
from tests.journeys.line import snapshot
from tests.journeys.test_proposing_from_a_chat import choose_photo, look, photos_shown, see_published, under_a_minute, write


def test_an_idea_takes_less_than_a_minute_though_every_cookie_is_forgotten(chatter: Callable[..., Chatter], agent: str) -> None:
    fan = chatter("聊天里的点子王", agent)
    fan.open("/ideas/new")
    sentence = f"{'LINE' if agent == LINE else '微信'} 里也能发的小夜灯"
    with under_a_minute():
        choose_photo(fan, snapshot())
        write(fan, sentence)
        expect(fan.page.locator(".kept-picture img")).to_have_count(1)
        look(fan)
        fan.step("发布", inside="main")
        fan.sees(sentence).says_who()
        see_published(fan, sentence)
    assert len(photos_shown(fan)) == 1
