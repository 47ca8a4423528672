"""What members are told about ideas, votes and challenges."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "improvement_offered": Event(
        kind="idea",
        line=N_("有人给你的创意《%(idea)s》提了一条改进"),
        many=N_("你的创意《%(idea)s》收到 %(times)s 条改进"),
        mail=True,
        subject=N_("有人想帮《%(idea)s》变得更好"),
        text=N_("有人给你的创意《%(idea)s》提了一条改进。采纳的话，对方会署名在创意上。"),
        button=N_("看看改进"),
    ),
    "improvement_accepted": Event(
        kind="idea",
        line=N_("你给《%(idea)s》提的改进被采纳了"),
        mail=True,
        subject=N_("你给《%(idea)s》提的改进被采纳了"),
        text=N_("从现在起，你的名字署在这个创意上，一直跟到做出来。\n\n%(answer)s"),
        button=N_("看看创意"),
    ),
    "improvement_declined": Event(kind="idea", line=N_("你给《%(idea)s》提的改进没有采纳：%(answer)s")),
    "followed_idea_won": Event(kind="follow", line=N_("你关注的创意《%(idea)s》被%(brand)s采纳了")),
    "followed_challenge_closed": Event(kind="follow", line=N_("你关注的征集《%(challenge)s》截止了，%(brand)s开始评审")),
    "followed_brand_asks": Event(
        kind="follow",
        line=N_("%(brand)s发起了征集《%(challenge)s》"),
        mail=True,
        subject=N_("%(brand)s在征集创意"),
        text=N_("你关注的%(brand)s发起了征集《%(challenge)s》，去看看，也说说你的想法。"),
        button=N_("看看征集"),
    ),
    "idea_won": Event(
        kind="idea",
        line=N_("%(brand)s采纳了你的创意《%(idea)s》：%(sentence)s"),
        mail=True,
        subject=N_("你的创意《%(idea)s》被采纳了"),
        text=N_("%(brand)s要把它做出来。\n\n理由：%(reason)s\n\n%(sentence)s\n\n接下来会发起众筹，有进展我们再告诉你。"),
        button=N_("看看创意"),
    ),
    "idea_declined": Event(
        kind="idea",
        line=N_("%(brand)s答复了你的创意《%(idea)s》：%(reason)s"),
        mail=True,
        subject=N_("你的创意《%(idea)s》有答复了"),
        text=N_("%(brand)s这次没有采纳。\n\n理由：%(reason)s\n\n%(sentence)s"),
        button=N_("看看答复"),
    ),
    "voted_idea_won": Event(
        kind="lineage",
        line=N_("你投票的创意《%(idea)s》被%(brand)s采纳了"),
        mail=True,
        subject=N_("你投票的《%(idea)s》要做出来了"),
        text=N_("%(brand)s采纳了它。众筹一开始，我们先告诉投过票的人。"),
        button=N_("看看创意"),
    ),
    "challenge_closed": Event(
        kind="idea",
        line=N_("你参加的征集《%(challenge)s》截止了，%(brand)s开始评审"),
        mail=True,
        subject=N_("征集《%(challenge)s》截止了"),
        text=N_("%(brand)s开始评审，每个创意都会收到带理由的答复。"),
        button=N_("看看征集"),
    ),
    "voted_challenge_closed": Event(kind="lineage", line=N_("你投过票的征集《%(challenge)s》截止了，%(brand)s开始评审")),
    "own_challenge_closed": Event(
        kind="team",
        line=N_("你们的征集《%(challenge)s》截止了，%(count)s 个创意等着答复"),
        mail=True,
        subject=N_("征集《%(challenge)s》截止了，该评审了"),
        text=N_("一共有 %(count)s 个创意等着答复。每个都要给结论、理由和一句话。"),
        button=N_("去评审"),
    ),
}
