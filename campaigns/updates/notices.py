"""What people are told about updates."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "campaign_update": Event(
        kind="campaign",
        line=N_("你支持的《%(campaign)s》有新动态：%(title)s"),
        mail=True,
        subject=N_("《%(campaign)s》动态 %(number)s：%(title)s"),
        text=N_("你支持的《%(campaign)s》发了第 %(number)s 条动态：%(title)s"),
        button=N_("看动态"),
    ),
    "followed_update": Event(
        kind="follow",
        line=N_("你关注的《%(campaign)s》有新动态：%(title)s"),
        mail=True,
        subject=N_("《%(campaign)s》动态 %(number)s：%(title)s"),
        text=N_("你关注的《%(campaign)s》发了第 %(number)s 条动态：%(title)s"),
        button=N_("看动态"),
    ),
    "update_due_soon": Event(
        kind="team",
        line=N_("《%(campaign)s》的下一条动态 %(due)s 前要发"),
        mail=True,
        subject=N_("《%(campaign)s》该写动态了"),
        text=N_("你们承诺每 %(days)s 天更新一次，下一条要在 %(due)s 之前发。没有大进展也写几句：做到哪一步，卡在哪里。"),
        button=N_("去写动态"),
    ),
    "update_overdue": Event(
        kind="team",
        line=N_("《%(campaign)s》的动态晚了，项目页上写着"),
        mail=True,
        subject=N_("《%(campaign)s》的动态晚了"),
        text=N_("你们承诺每 %(days)s 天更新一次，这一条该在 %(due)s 之前发。项目页和卡片上现在写着动态晚了，发出一条就消失。"),
        button=N_("去写动态"),
    ),
}
