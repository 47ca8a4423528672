"""Stretches of the line that several journeys walk: from a brand's challenge to a campaign that is live."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import FilePayload

from tests.journeys.people import Person

SHANGHAI = ZoneInfo("Asia/Shanghai")
BODY = "十二块，**一只手**就能拼。\n\n- 不怕丢：背面有磁\n- 不怕摔：榉木"
STORY = "开模、打样都做完了，差第一批的料钱。\n\n## 钱花在哪里\n\n料、工、寄送。"


def in_days(person: Person, days: float) -> str:
    """What one types into a datetime-local field, by the platform's clock."""
    moment = datetime.now(SHANGHAI) + person.platform.shifted + timedelta(days=days)
    return moment.strftime("%Y-%m-%dT%H:%M")


def found_brand(owner: Person, name: str) -> str:
    """The address of the brand's desk."""
    owner.open("/brands/new").fill(name=name, story="我们在山里做木头玩具，做了十二年。").press("创建品牌", inside="main form")
    owner.sees(name)
    return owner.page.locator("a[href$='/studio']").first.get_attribute("href") or owner.path()


def open_challenge(owner: Person, desk: str, title: str, days: int = 7) -> str:
    """One round of proposing and voting: a title, a brief, one press; its public address."""
    owner.open(f"{desk}/challenges/new").fill(title=title).press("下一步")
    owner.fill(brief="想要一件小东西，成本不超过三十元，能放进口袋。", **{"p1-days": str(days)})
    owner.press("发布征集", inside="main")
    owner.sees("征集发布了")
    return f"/challenges/{owner.path().split('/')[-2]}"


def snapshot() -> FilePayload:
    """A photograph as a phone makes one."""
    file = io.BytesIO()
    Image.effect_mandelbrot((1200, 900), (-2.2, -1.2, 1.0, 1.2), 60).convert("RGB").save(file, "JPEG")
    return {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def propose(fan: Person, challenge: str, title: str) -> str:
    fan.open(challenge).press("发创意", inside="main")
    fan.fill(title=title).press_fold("多说几句")
    fan.fill(body=BODY)
    fan.page.locator("main input[type=file]").last.set_input_files(snapshot())
    fan.press("发布", inside="main")
    fan.sees("创意发布了")
    return fan.path()


def adopt(owner: Person, desk: str, idea: str) -> None:
    owner.open(f"{desk}/ideas/{idea.split('/')[2]}")
    owner.choose("outcome", "won")
    owner.page.locator("select[name=reason_code]").select_option(index=1)
    owner.fill(sentence="尺寸和成本都合适，我们来做。").press("发出结论")
    owner.sees("采纳")


def agree(owner: Person, desk: str, idea: str, *people: Person) -> None:
    """The brand offers the agreement as proposed, and each of the idea's people says yes to it."""
    owner.open(f"{desk}/ideas/{idea.split('/')[2]}").press("写约定", inside="main")
    owner.press("发给大家").sees("等大家答复")
    for person in people:
        person.open("/me").press("共创约定等你答复", inside="main")
        person.page.locator("main input[name=share]").check()
        person.page.locator("main input[name=licence]").check()
        person.press("同意", inside="main form").sees("你在")


def draft_campaign(owner: Person, desk: str, idea: str, *, goal: str, days: float, title: str = "") -> str:
    """The address of the campaign at the desk; each section saved, without tiers."""
    owner.open(f"{desk}/ideas/{idea.split('/')[2]}").press("发起众筹")
    owner.press("先不算，直接写众筹")
    campaign = owner.path().rstrip("/").split("/sections")[0]
    sections: dict[str, dict[str, str]] = {
        "basics": {"summary": "口袋里的磁力拼图，等车时玩。"} | ({"title": title} if title else {}),
        "story": {"story": STORY},
        "funding": {"goal": goal, "deadline": in_days(owner, days)},
        "risks": {"risks": "第一批的榉木可能裂，裂了就换一家料，晚两周寄出。"},
    }
    for section, fields in sections.items():
        owner.open(f"{campaign}/sections/{section}").fill(**fields).press("保存这一节", inside="main")
    owner.open(f"{campaign}/sections/budget")
    first_row(owner, "title", "料和模具")
    first_row(owner, "amount", goal).press("保存这一节", inside="main")
    owner.open(f"{campaign}/sections/timeline")
    first_row(owner, "month", "2027-08")
    first_row(owner, "title", "开模").press("保存这一节", inside="main")
    return campaign


def first_row(owner: Person, name: str, text: str) -> Person:
    owner.page.locator(f"main [name^='{name}-']:visible").first.fill(text)
    return owner


def add_tier(owner: Person, campaign: str, title: str, price: str, *, cap: str = "", per_backer: str = "2") -> None:
    owner.open(f"{campaign}/tiers/new")
    owner.fill(title=title, price=price, cap=cap, per_backer=per_backer, deliver_month="2027-09")
    owner.page.locator("input[name=item]").first.fill("拼图一盒")
    owner.press("加上这个档位", inside="main")
    owner.sees(title)


def approve(owner: Person, staff: Person, campaign: str) -> str:
    """Submitted and approved; the address that it will have."""
    public_id = campaign.rstrip("/").split("/")[-1]
    owner.open(campaign).press("提交审核")
    staff.open(f"/staff/campaigns/{public_id}").press("通过")
    return f"/campaigns/{public_id}"


def launch(owner: Person, staff: Person, campaign: str) -> str:
    """Submitted, approved, live; its public address."""
    public = approve(owner, staff, campaign)
    owner.open(campaign).press("现在上线")
    return public


@dataclass
class Desk:
    """The brand's desk of one campaign."""

    owner: Person
    campaign: str

    def dispatch(self, tracking_number: str) -> None:
        """The first parcel that is ready."""
        self.owner.open(f"{self.campaign}/perks")
        row = self.owner.page.locator("tbody tr").filter(has=self.owner.page.locator("input[name=perk]")).first
        row.locator("input[name=perk]").check()
        row.locator("input[name^='number-']").fill(tracking_number)
        self.owner.page.locator("select[name=carrier]").select_option("sf")
        self.owner.press("寄出勾选的").sees(tracking_number)


def approved_campaign(
    somebody: Callable[..., Person], title: str, *, goal: str, price: str, days: float = 5, cap: str = "", per_backer: str = "2"
) -> tuple[str, Desk]:
    """From a brand's first click to a campaign that may begin: its address and its desk."""
    owner, fan = somebody(f"{title}的品牌").sign_in(), somebody(f"{title}的作者").sign_in()
    staff = somebody("运营", email="staff@journey.test").sign_in()
    desk = found_brand(owner, f"{title}工坊")
    idea = propose(fan, open_challenge(owner, desk, f"征集{title}"), title)
    adopt(owner, desk, idea)
    agree(owner, desk, idea, fan)
    at_desk = draft_campaign(owner, desk, idea, goal=goal, days=days)
    add_tier(owner, at_desk, "一份", price, cap=cap, per_backer=per_backer)
    return approve(owner, staff, at_desk), Desk(owner, at_desk)


def live_campaign(
    somebody: Callable[..., Person], title: str, *, goal: str, price: str, days: float = 5, cap: str = ""
) -> tuple[str, Desk]:
    """The same, and it takes pledges."""
    campaign, desk = approved_campaign(somebody, title, goal=goal, price=price, days=days, cap=cap)
    desk.owner.open(desk.campaign).press("现在上线")
    return campaign, desk
