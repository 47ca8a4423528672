"""A fan signed out, on a phone, at a person's pace: a sentence, a photo, publish, and the code last; under a minute."""

import io
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

import pillow_heif
import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Route, expect

from tests.journeys.line import found_brand, open_challenge, snapshot
from tests.journeys.people import Person

A_MINUTE = 60
A_LOOK = 1_500  # milliseconds that somebody looks before the next thing they do
A_SIGN = 180  # milliseconds from key to key
TO_THE_MAIL = 6_000  # over to the mail and back with six digits in mind
TOUCH = {"has_touch": True, "is_mobile": True}


@contextmanager
def under_a_minute() -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < A_MINUTE


def photographed() -> Image.Image:
    return Image.effect_mandelbrot((1008, 756), (-2.2, -1.2, 1.0, 1.2), 60).convert("RGB").resize((4032, 3024))


@cache
def heic_photo() -> FilePayload:
    """As a phone writes it: HEIC, held upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    pillow_heif.register_heif_opener()
    photographed().resize((2016, 1512)).save(file, "HEIF", exif=exif.tobytes(), quality=50)
    return {"name": "IMG_2042.HEIC", "mimeType": "image/heic", "buffer": file.getvalue()}


def large_photo() -> FilePayload:
    """A phone's JPEG, 12 million pixels."""
    file = io.BytesIO()
    Image.effect_mandelbrot((1008, 756), (-2.2, -1.2, 1.0, 1.2), 60).convert("RGB").resize((4032, 3024)).save(
        file, "JPEG", quality=92
    )
    return {"name": "IMG_2043.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def look(fan: Person) -> None:
    fan.page.wait_for_timeout(A_LOOK)


def write(fan: Person, sentence: str) -> None:
    look(fan)
    fan.field("title").press_sequentially(sentence, delay=A_SIGN)


def choose_photo(fan: Person, *photos: FilePayload) -> None:
    look(fan)
    fan.page.locator(".picture-shelf input[multiple]").set_input_files(list(photos))


def publish(fan: Person) -> None:
    look(fan)
    fan.press("发布", inside="main")


def prove(fan: Person) -> None:
    """An address, then the code from the mail."""
    look(fan)
    if fan.page.locator("main [name=address][type=tel]").count():
        fan.press("邮箱", inside="main")
    fan.field("address").press_sequentially(fan.email, delay=A_SIGN // 2)
    fan.press("发验证码", inside="main")
    fan.page.wait_for_timeout(TO_THE_MAIL)
    fan.type_code()


def see_published(fan: Person, sentence: str) -> str:
    fan.sees("发布了", sentence)
    if not fan.path().startswith("/ideas/"):
        fan.page.locator("main a[href^='/ideas/']").first.click()
        fan.page.wait_for_url("**/ideas/**")
    return fan.path()


def photos_shown(fan: Person) -> list[str]:
    shown = fan.page.locator("main img.picture")
    for each in shown.all():
        each.scroll_into_view_if_needed()
        expect(each).to_have_js_property("complete", True)
        assert each.evaluate("picture => picture.naturalWidth") > 0
    return [each.get_attribute("src") or "" for each in shown.all()]


def test_a_sentence_a_photo_and_a_code_take_less_than_a_minute(somebody: Callable[..., Person]) -> None:
    owner = somebody("征集方").sign_in()
    challenge = open_challenge(owner, found_brand(owner, "收线工坊"), "书桌上的小东西")
    fan = somebody("聊天里来的粉丝", **TOUCH)
    fan.open(challenge)
    with under_a_minute():
        look(fan)
        fan.press("发创意", inside="main").sees("书桌上的小东西")
        choose_photo(fan, large_photo())
        write(fan, "会自己收线的小台灯")
        expect(fan.page.locator(".kept-picture img")).to_have_count(1)
        publish(fan)
        fan.sees("会自己收线的小台灯")
        prove(fan)
        see_published(fan, "会自己收线的小台灯")
    assert len(photos_shown(fan)) == 1
    fan.sees("书桌上的小东西")


def test_it_takes_less_than_a_minute_without_javascript_too(somebody: Callable[..., Person]) -> None:
    fan = somebody("关了脚本的粉丝", javascript=False)
    fan.open("/ideas/new")
    with under_a_minute():
        write(fan, "不用脚本也能发的折纸灯")
        choose_photo(fan, snapshot())
        publish(fan)
        prove(fan)
        see_published(fan, "不用脚本也能发的折纸灯")
    assert len(photos_shown(fan)) == 1


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_heic_photo_needs_nothing_of_the_browser(somebody: Callable[..., Person], javascript: bool) -> None:
    fan = somebody("苹果手机用户", javascript=javascript)
    fan.open("/ideas/new")
    title = f"装得下 HEIC 的相框{'' if javascript else '二号'}"
    fan.fill(title=title)
    fan.page.locator(".picture-shelf input[multiple]").set_input_files(heic_photo())
    if javascript:
        expect(fan.page.locator(".kept-picture img")).to_have_count(1, timeout=30_000)
    publish(fan)
    prove(fan)
    see_published(fan, title)
    assert len(photos_shown(fan)) == 1
    upright = fan.page.locator("main img.picture").first
    assert upright.evaluate("picture => picture.naturalHeight > picture.naturalWidth")


def test_a_photo_is_made_small_before_it_is_sent(somebody: Callable[..., Person]) -> None:
    fan = somebody("流量不多的人")
    sizes: list[int] = []

    def weigh(route: Route) -> None:
        sizes.append(len(route.request.post_data_buffer or b""))
        route.continue_()

    fan.page.route("**/pictures", weigh)
    fan.open("/ideas/new")
    photo = large_photo()
    fan.page.locator(".picture-shelf input[multiple]").set_input_files(photo)
    expect(fan.page.locator(".kept-picture img")).to_have_count(1)
    assert sizes and sizes[0] < len(photo["buffer"]) / 3


def test_a_lost_connection_is_waited_for_and_a_fake_says_so_at_its_place(somebody: Callable[..., Person]) -> None:
    fan = somebody("地铁里的人")
    lost = iter([True, True])

    def lose(route: Route) -> None:
        route.abort() if next(lost, False) else route.continue_()

    fan.page.route("**/pictures", lose)
    fan.open("/ideas/new").fill(title="过隧道也不丢的雨伞")
    fake: FilePayload = {"name": "假的.jpg", "mimeType": "image/jpeg", "buffer": b"MZ" + bytes(900)}
    fan.page.locator(".picture-shelf input[multiple]").set_input_files([snapshot(), fake, snapshot()])
    publish(fan)  # while they are still on their way: the form waits for them
    fan.sees("登录后马上完成")
    prove(fan)
    see_published(fan, "过隧道也不丢的雨伞")
    assert len(photos_shown(fan)) == 2
    fan.troubles[:] = [line for line in fan.troubles if "ERR_FAILED" not in line]


def test_similar_ideas_are_shown_while_typing_and_one_can_vote_for_them_instead(somebody: Callable[..., Person]) -> None:
    author = somebody("先提的人").sign_in()
    author.open("/ideas/new").fill(title="会发光的自行车头盔").press("发布", inside="main").sees("发布了")
    idea = author.path()
    fan = somebody("后来的人")
    fan.open("/ideas/new")
    fan.field("title").press_sequentially("想要一個會發光的自行車頭盔", delay=60)
    similar = fan.page.locator("#similar")
    expect(similar).to_contain_text("会发光的自行车头盔")
    similar.get_by_role("button", name="投给它").click()
    fan.page.wait_for_url("**/sign-in**")
    fan.sees("投票给《会发光的自行车头盔》")
    prove(fan)
    fan.open(idea).sees("1 票")


def test_what_was_typed_survives_a_reload_and_the_way_back(somebody: Callable[..., Person]) -> None:
    fan = somebody("手机内存小的人")
    fan.open("/ideas/new").fill(title="拍照时页面没了也不怕的便签")
    fan.page.locator(".picture-shelf input[multiple]").set_input_files(snapshot())
    expect(fan.page.locator(".kept-picture img")).to_have_count(1)
    fan.page.wait_for_timeout(600)
    fan.page.reload()
    expect(fan.field("title")).to_have_value("拍照时页面没了也不怕的便签")
    expect(fan.page.locator(".kept-picture img")).to_have_count(1)
    publish(fan)
    fan.page.wait_for_url("**/sign-in**")
    fan.page.go_back()
    expect(fan.field("title")).to_have_value("拍照时页面没了也不怕的便签")


def test_pressing_publish_twice_makes_one_idea(somebody: Callable[..., Person]) -> None:
    fan = somebody("手快的人").sign_in()
    fan.open("/ideas/new").fill(title="按两下也只有一个的门铃")
    fan.page.evaluate(
        """() => { const form = document.querySelector("#idea-form");
          const body = new FormData(form); body.set("do", "publish");
          return Promise.all([1, 2, 3].map(() => fetch("/ideas", { method: "POST", body: new FormData(form) }))); }"""
    )
    publish(fan)
    fan.sees("按两下也只有一个的门铃")
    fan.open("/me/ideas")
    assert len(re.findall("按两下也只有一个的门铃", fan.page.locator("main").inner_text())) == 1
