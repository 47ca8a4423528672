"""A challenge in four phases, from the brand's first click to the winner's campaign: nothing prepared, only the clock moves."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.line import add_tier, adopt, agree, draft_campaign, found_brand, launch, propose
from tests.journeys.people import Person
from tests.journeys.platform import Platform

TITLE = "给阳台做一件会用到的东西"
BRIEF = "阳台只有四平米：晾衣、种菜、发呆都在这里。想要一件不占地的东西，成本八十元以内。"


def compose(owner: Person, desk: str) -> str:
    """A shape, a title, a brief, a prize, a rule for the votes; kept as a draft. Its address at the desk."""
    owner.open(f"{desk}/challenges").press("发起征集", inside="main")
    owner.choose("shape", "four").fill(title=TITLE).press("下一步")
    owner.fill(brief=BRIEF, prizes="采纳的创意，作者和提改进的人各得第一批的一件。", share_percent="3")
    votes = owner.page.locator(".phase").nth(2)
    votes.locator("summary").filter(has_text="规则").click()
    votes.locator("[name=p3-budget]").fill("2")
    votes.locator("[name=p3-counts]").select_option("until_voted")
    owner.press("存草稿").sees("草稿存好了", "每人一共 2 票", "投票后才看得到票数")
    return owner.path().removesuffix("/edit")


def show_to(owner: Person, draft: str, boss: Person) -> str:
    """By a link that opens without an account; the address that the boss opened."""
    owner.open(f"{draft}/previews").fill(note="老板").press("生成链接")
    address = owner.page.locator("[data-copy-text]").first.inner_text().removeprefix(owner.site)
    boss.open(address).sees("这是预览", TITLE, "四平米", "评审")
    return address


def improve(fan: Person, idea: str, text: str) -> None:
    fan.open(idea).press_fold("提一条改进").fill(text=text).press("提给作者").sees("等作者答复")


def vote(fan: Person, idea: str) -> None:
    fan.open(idea).press("投票", inside=".action-bar")


def invite_juror(owner: Person, draft: str, juror: Person) -> None:
    owner.open(f"{draft}/jury").fill(note="林工").press("做一条邀请链接")
    link = owner.page.locator("[data-copy-text]").first.inner_text().removeprefix(owner.site)
    juror.open(link).press("当评审", inside="main").sees("你是")


def score(juror: Person, challenge: str, title: str, points: int) -> None:
    juror.open(f"/jury/{challenge.split('/')[2]}").press(title, inside="main")
    for criterion in juror.page.locator("main .points").all():
        criterion.locator(f"label:has(input[value='{points}'])").click()
    juror.fill(note="卡扣要再加厚一点。").press("记下我的分").sees("记下了")


@pytest.mark.slow
def test_a_challenge_in_four_phases_becomes_a_campaign(platform: Platform, somebody: Callable[..., Person]) -> None:
    owner, boss, staff = somebody("阳台工坊的老何"), somebody("老板"), somebody("运营", email="staff@journey.test")
    maker, other, helper, voter, juror = (somebody(name) for name in ("小满", "阿吉", "青青", "大树", "林工"))
    for person in (owner, staff, maker, other, helper, voter, juror):
        person.sign_in().introduce()

    desk = found_brand(owner, "阳台工坊")
    draft = compose(owner, desk)
    preview = show_to(owner, draft, boss)
    owner.open(f"{draft}/edit").press("发布征集", inside="main").sees("征集发布了", "海报和链接")
    challenge = f"/challenges/{draft.rsplit('/', 1)[1]}"
    boss.open(preview).sees("发创意")
    assert boss.path() == challenge

    voter.open(challenge).press("关注", inside="main").sees("已关注")
    rack = propose(maker, challenge, "会翻身的晾衣架")
    pot = propose(other, challenge, "挂在栏杆上的菜盆")
    stool = propose(other, challenge, "折起来是画的凳子")

    platform.let_pass(14)
    voter.open("/inbox").sees("改进")
    helper.open(challenge).sees("改进中").open(rack)
    improve(helper, rack, "底下加一个回弹的轴，翻面的时候不会打到窗。")
    maker.open(rack).press_fold("采纳").press("采纳并署名").sees("青青")

    platform.let_pass(7)
    voter.open(challenge).sees("投票中", "每人一共 2 票").press("去投票", inside="main")
    voter.open(rack).sees("投票后")
    vote(voter, rack)
    expect(voter.page.locator(".action-bar .seal__count")).to_contain_text("1")
    vote(voter, pot)
    expect(voter.page.locator(".action-bar .seal__count")).to_contain_text("1")
    vote(voter, stool)
    voter.sees("你已经投完了")
    vote(helper, pot)

    platform.let_pass(7)
    voter.open(rack).sees("投票已结束").open(challenge).sees("评审中")
    owner.open(f"{desk}/ideas/{rack.split('/')[2]}").press("列入评审")
    invite_juror(owner, draft, juror)
    score(juror, challenge, "会翻身的晾衣架", 4)

    platform.let_pass(7)
    adopt(owner, desk, rack)
    voter.open(challenge).press("看结果", inside="main").sees("会翻身的晾衣架", "小满")
    agree(owner, desk, rack, maker, helper)
    at_desk = draft_campaign(owner, desk, rack, goal="2000", days=20)
    add_tier(owner, at_desk, "一个晾衣架", "69")
    campaign = launch(owner, staff, at_desk)
    voter.open(campaign).sees("还差", "小满")
    maker.open(rack).sees("众筹")
