"""What people are told when a campaign stands still, goes on or is called off."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "campaign_suspended": Event(
        kind="money",
        line=N_("《%(campaign)s》暂停了，现在不会扣款，你随时可以取消"),
        mail=True,
        subject=N_("《%(campaign)s》暂停了"),
        text=N_(
            "平台暂停了这个众筹。原因：%(why)s\n\n暂停期间不收新的支持，也不扣任何人的款。存的卡、付的钱都不动，"
            "你随时可以取消：卡作废，付过的全额退回。30 天内没有恢复，众筹就终止，钱全额退回。"
        ),
        button=N_("看支持订单"),
    ),
    "own_campaign_suspended": Event(
        kind="team",
        line=N_("平台暂停了《%(campaign)s》：%(why)s"),
        mail=True,
        subject=N_("《%(campaign)s》被平台暂停"),
        text=N_("原因：%(why)s\n\n暂停期间不能支持，支持者可以随时取消。请尽快和平台联系；30 天内没有恢复，众筹就终止。"),
        button=N_("去工作台"),
    ),
    "campaign_resumed": Event(
        kind="campaign",
        line=N_("《%(campaign)s》恢复了，截止时间改到 %(deadline)s"),
        mail=True,
        subject=N_("《%(campaign)s》恢复了"),
        text=N_("众筹接着进行，截止时间按暂停的时间顺延到 %(deadline)s。你的支持还在，不用做什么。"),
        button=N_("看支持订单"),
    ),
    "own_campaign_resumed": Event(kind="team", line=N_("《%(campaign)s》恢复了，截止时间改到 %(deadline)s")),
    "followed_resumed": Event(kind="follow", line=N_("你关注的《%(campaign)s》恢复了，%(deadline)s 截止")),
    "campaign_cancelled": Event(
        kind="money",
        line=N_("《%(campaign)s》终止了，你的钱不会被扣，付过的会退回"),
        mail=True,
        subject=N_("《%(campaign)s》终止了"),
        text=N_("这个众筹终止了。原因：%(why)s\n\n存好的卡作废，不会扣款；付过的会原路全额退回，不用申请。"),
        button=N_("看支持订单"),
    ),
    "own_campaign_cancelled": Event(kind="team", line=N_("《%(campaign)s》终止了：%(why)s")),
    "followed_cancelled": Event(kind="follow", line=N_("你关注的《%(campaign)s》终止了，不会再开始")),
}
