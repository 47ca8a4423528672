"""/patterns: every component in its states, to look at while developing."""

from datetime import timedelta
from functools import cache
from io import BytesIO

from litestar import Request, Response, get
from litestar.params import FromPath

from app.foundation import clock
from app.foundation.refusals import NotFound
from app.web.access import in_development
from app.web.drawings import KINDS, draw_avatar, draw_campaign_cover, draw_idea, draw_logo
from app.web.forms import Form
from app.web.pages import page

SAMPLES = (
    ("lamp", "口袋台灯：一张名片大小的阅读灯", "阿树", 1284, True),
    ("keyboard", "打字像翻书的键盘", "键盘侠小王", 963, False),
    ("planter", "会提醒你浇水的花盆", "青青", 871, False),
    ("bag", "折起来只有一本书厚的通勤包", "Wong Ka Yan", 640, False),
    ("cube", "盲人也能玩的魔方", "陈一诺", 512, True),
    ("toy", "木头小火车，轨道用饼干拼", "林小树", 388, False),
    ("umbrella", "收起来不滴水的伞", "老周", 254, False),
    ("bike_light", "刹车会变亮的自行车尾灯", "骑到天亮", 12, False),
)


def _form() -> Form:
    """As it comes back after a refusal: what was typed is there, what was wrong is said."""
    return Form(
        values={"title": "口袋台灯", "goal": "十万", "method": "card", "code": "1203"},
        errors={
            "": "有两处要改，改好再发一次就行。",
            "goal": "请填一个金额，例如 19.9。",
            "code": "验证码不对，还可以再试 4 次。",
        },
    )


def picture(what: str, kind: str = "") -> str:
    return f"/patterns/pictures/{what}-{kind}.webp"


@cache
def _drawn(what: str, kind: str) -> bytes:
    small = {"idea": (600, 450), "cover": (800, 500)}
    draw = {"idea": lambda: draw_idea(kind, kind), "cover": lambda: draw_campaign_cover(kind, kind)}
    drawn = draw[what]() if what in draw else (draw_avatar if what == "avatar" else draw_logo)(kind)
    kept = BytesIO()
    drawn.resize(small.get(what, (160, 160))).save(kept, "WEBP", quality=84)
    return kept.getvalue()


@get("/patterns/pictures/{name:str}", guards=[in_development], include_in_schema=False, sync_to_thread=True)
def show_picture(name: FromPath[str]) -> Response[bytes]:
    what, _, kind = name.removesuffix(".webp").partition("-")
    if what not in ("idea", "cover", "avatar", "logo") or (what in ("idea", "cover") and kind not in KINDS):
        raise NotFound
    return Response(_drawn(what, kind), media_type="image/webp", headers={"Cache-Control": "max-age=600"})


@get("/patterns", guards=[in_development], include_in_schema=False)
async def show_patterns(request: Request) -> Response:
    now = await clock.now()
    return await page(
        request,
        "patterns/index.html",
        samples=SAMPLES,
        form=_form(),
        picture=picture,
        now=now,
        soon=now + timedelta(days=2, hours=7),
    )


ROUTES = [show_patterns, show_picture]
