"""What those who reserved are told about the bell, and its brand where it could not ring."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "bell_set": Event(
        kind="follow",
        line=N_("你预约的《%(campaign)s》定在 %(opens)s 开始"),
        mail=True,
        subject=N_("《%(campaign)s》%(opens)s 开始"),
        text=N_("你预约的《%(campaign)s》定在 %(opens)s 开始。前一天、前一小时和开始那一刻，我们都会告诉你。"),
        button=N_("看众筹"),
    ),
    "bell_moved": Event(
        kind="follow",
        line=N_("《%(campaign)s》改到 %(opens)s 开始"),
        mail=True,
        subject=N_("《%(campaign)s》改时间了：%(opens)s 开始"),
        text=N_("%(brand)s改了时间：你预约的《%(campaign)s》现在定在 %(opens)s 开始。你的预约还在，不用再做什么。"),
        button=N_("看众筹"),
    ),
    "bell_taken_back": Event(
        kind="follow",
        line=N_("《%(campaign)s》的开始时间取消了，重新定好再告诉你"),
        mail=True,
        subject=N_("《%(campaign)s》的开始时间取消了"),
        text=N_("%(brand)s取消了原来的开始时间。你的预约还在，定下新的时间就告诉你。"),
        button=N_("看众筹"),
    ),
    "bell_tomorrow": Event(
        kind="follow",
        line=N_("你预约的《%(campaign)s》%(opens)s 开始"),
        mail=True,
        subject=N_("《%(campaign)s》%(opens)s 开始"),
        text=N_("你预约的《%(campaign)s》%(opens)s 开始。预约不占名额，限量的档位先到先得；可以先登录好、看好要哪一档。"),
        button=N_("看众筹"),
    ),
    "bell_tomorrow_early": Event(
        kind="follow",
        line=N_("《%(campaign)s》%(opens)s 先对创意的人开放，%(until)s 起对所有人开放"),
        mail=True,
        subject=N_("《%(campaign)s》%(until)s 起对所有人开放"),
        text=N_(
            "你预约的《%(campaign)s》%(opens)s 先对创意的作者、共创者和投过票的人开放，%(until)s 起对所有人开放，到时候告诉你。"
        ),
        button=N_("看众筹"),
    ),
    "bell_soon": Event(
        kind="follow",
        sms=N_("你预约的《%(campaign)s》%(opens)s 开始，限量的档位先到先得。"),
        line=N_("快开始了：《%(campaign)s》%(opens)s 开始"),
        mail=True,
        subject=N_("快开始了：《%(campaign)s》"),
        text=N_("你预约的《%(campaign)s》%(opens)s 开始。页面到点自己会变，不用一直刷新。"),
        button=N_("去等着"),
    ),
    "reserved_cancelled": Event(
        kind="follow",
        line=N_("你预约的《%(campaign)s》取消了"),
        mail=True,
        subject=N_("《%(campaign)s》取消了"),
        text=N_("%(brand)s取消了《%(campaign)s》，它不会开始了。预约不花钱，你什么都不用做。"),
        button=N_("看众筹"),
    ),
    "bell_stayed_silent": Event(
        kind="team",
        line=N_("《%(campaign)s》没有按时开始：%(why)s"),
        mail=True,
        subject=N_("《%(campaign)s》没有按时开始"),
        text=N_("到了定好的时间，但这个众筹现在不能开始：%(why)s\n\n开始时间已经取消，预约的人会知道。处理好之后再定一次。"),
        button=N_("去工作台"),
    ),
}
