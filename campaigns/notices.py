"""What people are told about campaigns, pledges and perks, in the app and by mail."""

from app.foundation.i18n import N_
from app.notifications.events import BY_MAIL_OR_SMS, Event
from campaigns.fulfilment.queries import lacks_address

_FOLLOWING = {
    "reserved_launched": Event(
        kind="follow",
        line=N_("你预约的《%(campaign)s》开始了"),
        mail=True,
        subject=N_("《%(campaign)s》开始了，你预约过"),
        text=N_("你预约的《%(campaign)s》现在可以支持了。限量的档位先到先得。"),
        button=N_("去支持"),
    ),
    "followed_prelaunched": Event(kind="follow", line=N_("%(brand)s开始预热《%(campaign)s》，可以预约了")),
    "followed_launched": Event(
        kind="follow",
        line=N_("你关注的《%(campaign)s》上线众筹了"),
        mail=True,
        subject=N_("《%(campaign)s》上线众筹了"),
        text=N_("%(brand)s的《%(campaign)s》现在可以支持了。"),
        button=N_("看众筹"),
    ),
    "followed_ending": Event(
        kind="follow",
        line=N_("《%(campaign)s》%(deadline)s截止"),
        mail=True,
        subject=N_("《%(campaign)s》快截止了"),
        text=N_("你关注的《%(campaign)s》%(deadline)s截止。"),
        button=N_("看众筹"),
    ),
}

_LINEAGE = {
    "idea_prelaunched": Event(
        kind="lineage",
        line=N_("《%(idea)s》要众筹了，可以预约《%(campaign)s》"),
        mail=True,
        subject=N_("《%(idea)s》要众筹了"),
        text=N_("%(brand)s开始预热《%(campaign)s》，这个创意出自《%(idea)s》。预约后，一开始就告诉你。"),
        button=N_("去预约"),
    ),
    "idea_got_campaign": Event(
        kind="lineage",
        line=N_("%(brand)s开始为你的创意《%(idea)s》准备众筹"),
        mail=True,
        subject=N_("《%(idea)s》要做众筹了"),
        text=N_("%(brand)s开始为你的创意《%(idea)s》准备众筹。上线那一刻，我们会第一个告诉你。"),
    ),
    "idea_launched": Event(
        kind="lineage",
        line=N_("你的创意《%(idea)s》上线众筹了：《%(campaign)s》"),
        mail=True,
        subject=N_("你的创意《%(idea)s》上线众筹了"),
        text=N_("《%(campaign)s》现在可以支持了。项目页写着：这个创意由你提出。"),
        button=N_("看众筹"),
    ),
    "voted_idea_launched": Event(
        kind="lineage",
        line=N_("你投过票的《%(idea)s》上线众筹了：《%(campaign)s》"),
        mail=True,
        subject=N_("你投过票的《%(idea)s》上线众筹了"),
        text=N_("你投票的创意有品牌来做了，现在可以支持《%(campaign)s》。"),
        button=N_("看众筹"),
    ),
    "voted_idea_launched_early": Event(
        kind="lineage",
        line=N_("你投过票的《%(idea)s》上线众筹了，%(until)s 前只对你们开放：《%(campaign)s》"),
        mail=True,
        subject=N_("《%(idea)s》上线众筹，先对投过票的人开放"),
        text=N_("《%(campaign)s》现在就能支持。%(until)s 之前只对提出、共创和投过票的人开放，之后对所有人开放。"),
        button=N_("看众筹"),
    ),
    "credited_idea_launched": Event(
        kind="lineage",
        line=N_("你一起做的《%(idea)s》上线众筹了：《%(campaign)s》"),
        mail=True,
        subject=N_("你一起做的《%(idea)s》上线众筹了"),
        text=N_("《%(campaign)s》现在可以支持了。项目页写着：这个创意有你的一份。"),
        button=N_("看众筹"),
    ),
    "idea_funded": Event(
        kind="lineage",
        line=N_("《%(campaign)s》众筹成功，认筹 %(total)s。创意出自《%(idea)s》"),
        mail=True,
        subject=N_("《%(campaign)s》众筹成功"),
        text=N_("认筹 %(total)s，接下来开始制作。这个项目的创意出自《%(idea)s》。"),
        button=N_("看众筹"),
    ),
    "idea_not_funded": Event(kind="lineage", line=N_("《%(campaign)s》到截止时没有达标。创意《%(idea)s》还在")),
    "idea_made": Event(
        kind="lineage",
        line=N_("《%(idea)s》做出来了，每位支持者都已收到"),
        mail=True,
        subject=N_("《%(idea)s》做出来了"),
        text=N_("从一个创意到拿在手里，《%(idea)s》走完了整条路。谢谢你的创意和投票。"),
    ),
}

_BRAND = {
    "campaign_submitted": Event(kind="staff", line=N_("%(brand)s提交了众筹《%(campaign)s》，等待审核")),
    "campaign_approved": Event(
        kind="team",
        line=N_("《%(campaign)s》审核通过，可以上线了"),
        mail=True,
        subject=N_("《%(campaign)s》审核通过"),
        text=N_("随时可以上线。上线后档位价格、目标金额和预算不能再改。"),
        button=N_("去上线"),
    ),
    "campaign_changes_requested": Event(
        kind="team",
        line=N_("《%(campaign)s》需要修改：%(why)s"),
        mail=True,
        subject=N_("《%(campaign)s》需要修改"),
        text=N_("运营同事的意见：%(why)s\n\n改好后再提交一次就行。"),
        button=N_("去修改"),
    ),
    "campaign_ended_well": Event(
        kind="team",
        line=N_("《%(campaign)s》达标，认筹 %(total)s，正在收款"),
        mail=True,
        subject=N_("《%(campaign)s》众筹成功"),
        text=N_("认筹 %(total)s。现在开始收款，7 天内完成；收齐后你会看到要发的权益。"),
        button=N_("去工作台"),
    ),
    "campaign_ended_short": Event(
        kind="team",
        line=N_("《%(campaign)s》到截止时没有达标，认筹 %(total)s"),
        mail=True,
        subject=N_("《%(campaign)s》没有达标"),
        text=N_("认筹 %(total)s。不会扣任何人的款，已付的会全额退回。"),
        button=N_("去工作台"),
    ),
    "campaign_completed": Event(kind="team", line=N_("《%(campaign)s》的权益全部到手，项目完成")),
}

_BACKER = {
    "pledge_promised": Event(
        kind="money",
        line=N_("已支持《%(campaign)s》，达标后才扣 %(amount)s"),
        mail=True,
        subject=N_("你支持了《%(campaign)s》"),
        text=N_("卡已存好，现在没有扣款。\n\n%(deadline)s 截止，达标后扣 %(amount)s；没有达标就一分不扣。截止前随时可以取消。"),
        button=N_("看支持订单"),
    ),
    "pledge_paid": Event(
        kind="money",
        line=N_("已支持《%(campaign)s》，%(amount)s由平台代为保管"),
        mail=True,
        subject=N_("你支持了《%(campaign)s》"),
        text=N_("已付 %(amount)s，由平台代为保管。\n\n%(deadline)s 截止，没有达标就全额退回。截止前随时可以取消。"),
        button=N_("看支持订单"),
    ),
    "pledge_succeeded": Event(
        kind="campaign",
        line=N_("你支持的《%(campaign)s》达标了，现在开始收款"),
        mail=True,
        subject=N_("《%(campaign)s》达标了"),
        text=N_("存好的卡会按约定的金额扣款；用支付宝或微信付过的不会再扣。收款后我们会请你填收货地址。"),
        button=N_("看支持订单"),
    ),
    "pledge_released": Event(
        kind="money",
        line=N_("《%(campaign)s》没有达标，你的钱不会被扣，付过的会退回"),
        mail=True,
        subject=N_("《%(campaign)s》没有达标"),
        text=N_("存好的卡不会扣款；用支付宝或微信付过的，会原路全额退回。谢谢你支持过它。"),
        button=N_("看支持订单"),
    ),
}

_PERKS = {
    "perk_address_needed": Event(
        kind="perk",
        falls=BY_MAIL_OR_SMS,
        unacted_hours=72,
        is_open=lacks_address,
        sms=N_("《%(campaign)s》的权益归你了，还没有收货地址。请打开“权益”填写，打包前都可以改。"),
        line=N_("《%(campaign)s》的权益归你了，填一下收货地址"),
        mail=True,
        subject=N_("填一下收货地址：《%(campaign)s》"),
        text=N_("款已收到，权益归你了。告诉我们寄到哪里；打包之前都可以改。"),
        button=N_("填写地址"),
    ),
    "perk_owed": Event(kind="perk", line=N_("《%(campaign)s》的权益归你了")),
    "perk_dispatched": Event(
        kind="perk",
        sms=N_("%(perks)s寄出了，%(carrier)s %(number)s。"),
        line=N_("%(perks)s寄出了，%(carrier)s %(number)s"),
        mail=True,
        subject=N_("寄出了：%(perks)s"),
        text=N_("承运商：%(carrier)s\n运单号：%(number)s\n\n收到后点一下“确认收货”。"),
        button=N_("看包裹"),
    ),
}

EVENTS = _FOLLOWING | _LINEAGE | _BRAND | _BACKER | _PERKS
