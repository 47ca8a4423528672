"""What people are told about an idea's way up the ladder."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "rung_near": Event(
        kind="idea",
        line=N_("你的创意《%(idea)s》离 %(votes)s 票只差 %(missing)s 票"),
        mail=True,
        subject=N_("《%(idea)s》只差 %(missing)s 票"),
        text=N_("《%(idea)s》离 %(votes)s 票只差 %(missing)s 票，期限到 %(ends)s。分享给会喜欢它的人，现在最管用。"),
        button=N_("去分享"),
    ),
    "rung_ends": Event(
        kind="idea",
        line=N_("你的创意《%(idea)s》到 %(ends)s 要有 %(votes)s 票，还差 %(missing)s 票"),
        mail=True,
        subject=N_("《%(idea)s》还差 %(missing)s 票，时间快到了"),
        text=N_("到 %(ends)s，《%(idea)s》要有 %(votes)s 票，还差 %(missing)s 票。没到的话会存档，你有一次机会让它再来。"),
        button=N_("去分享"),
    ),
    "rung_reached": Event(
        kind="idea",
        line=N_("你的创意《%(idea)s》到了 %(votes)s 票"),
        mail=True,
        subject=N_("《%(idea)s》到了 %(votes)s 票"),
        text=N_("《%(idea)s》过了 %(votes)s 票这一级。下一级是 %(next)s 票，从现在起有 %(days)s 天。"),
        button=N_("看看创意"),
    ),
    "top_reached": Event(
        kind="idea",
        line=N_("你的创意《%(idea)s》到了 %(votes)s 票，登顶了"),
        mail=True,
        subject=N_("《%(idea)s》登顶了"),
        text=N_("《%(idea)s》到了 %(votes)s 票，过了最后一级门槛，不会再过期。能做它的品牌都收到了消息，有答复我们告诉你。"),
        button=N_("看看创意"),
    ),
    "top_idea": Event(
        kind="team",
        line=N_("创意《%(idea)s》到了 %(votes)s 票，过了最后一级门槛"),
        mail=True,
        subject=N_("《%(idea)s》有 %(votes)s 人想要"),
        text=N_("创意《%(idea)s》过了最后一级门槛，有 %(votes)s 人投了票。看看能不能由你们来做。"),
        button=N_("看看创意"),
    ),
    "idea_expired": Event(
        kind="idea",
        line=N_("你的创意《%(idea)s》存档了：%(days)s 天里要到 %(votes)s 票，到期时是 %(count)s 票"),
        mail=True,
        subject=N_("《%(idea)s》没到 %(votes)s 票，先存档了"),
        text=N_(
            "%(days)s 天里要到 %(votes)s 票，到期时是 %(count)s 票，所以《%(idea)s》存档了。票都留着。\n\n"
            "你有一次机会让它再来：重新开放投票，这一级重新计时，内容也能接着改。"
        ),
        button=N_("去看看"),
    ),
    "idea_expired_again": Event(
        kind="idea",
        line=N_("你的创意《%(idea)s》第二次到期，是 %(count)s 票，存档了"),
        mail=True,
        subject=N_("《%(idea)s》存档了"),
        text=N_(
            "第二次 %(days)s 天里要到 %(votes)s 票，到期时是 %(count)s 票，所以《%(idea)s》存档了。\n\n"
            "页面和票都留着，谁都还看得到。"
        ),
        button=N_("去看看"),
    ),
    "followed_idea_near": Event(
        kind="follow", line=N_("你关注的创意《%(idea)s》离 %(votes)s 票还差 %(missing)s 票，到 %(ends)s 为止")
    ),
    "followed_idea_rung": Event(kind="follow", line=N_("你关注的创意《%(idea)s》到了 %(votes)s 票")),
    "followed_idea_expired": Event(kind="follow", line=N_("你关注的创意《%(idea)s》没在期限内到 %(votes)s 票，存档了")),
}
