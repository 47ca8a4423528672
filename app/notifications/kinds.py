"""The kinds of notices: the rows of /me/notices, each with what it holds and how it is told unless chosen otherwise."""

from dataclasses import dataclass

from app.foundation.i18n import N_

AT_ONCE, DAILY, WEEKLY, NEVER = RHYTHMS = ("at_once", "daily", "weekly", "never")


@dataclass(frozen=True, slots=True)
class Kind:
    """`fixed`: in the app and by mail at once, whatever anybody chooses. `whose`: shown to them only."""

    word: str
    note: str
    mail: str = AT_ONCE
    fixed: bool = False
    whose: str = ""


KINDS = {
    "security": Kind(N_("账号安全"), N_("验证码、密码、登录方式的变动"), fixed=True),
    "money": Kind(N_("付款与退款"), N_("支持、扣款、退款，和没有扣成时的提醒"), fixed=True),
    "perk": Kind(N_("权益与寄送"), N_("填地址、寄出、到手")),
    "idea": Kind(N_("我的创意"), N_("改进、评审结论、采纳")),
    "talk": Kind(N_("留言和回复"), N_("我的创意下的新留言、回复我的、提到我的"), mail=DAILY),
    "lineage": Kind(N_("创意后来怎样"), N_("我提过、投过票的创意：众筹、达标、做出来")),
    "campaign": Kind(N_("我支持的众筹"), N_("达标、项目动态")),
    "follow": Kind(N_("我关注和预约的"), N_("新征集、预热、上线、快截止")),
    "safety": Kind(N_("审核与举报"), N_("审核结果、隐藏与申诉、举报的结果")),
    "team": Kind(N_("品牌团队"), N_("征集、审核、收款、成员"), whose="team"),
    "staff": Kind(N_("平台运营"), N_("等着处理的事"), whose="staff"),
}
OTHER = "campaign"  # where an event has no kind


def kind_named(name: str) -> Kind:
    return KINDS.get(name) or KINDS[OTHER]
