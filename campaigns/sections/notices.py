"""What is told about a campaign's page: somebody is named on it; what a backer should know changed."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "named_in_team": Event(
        kind="team",
        line=N_("《%(campaign)s》的团队里写上了你"),
        mail=True,
        subject=N_("《%(campaign)s》的团队里写上了你"),
        text=N_("项目页的团队里有你的名字和一句介绍。不想出现在那里的话，打开就能去掉。"),
        button=N_("看看写了什么"),
    ),
    "page_risks": Event(
        kind="campaign",
        line=N_("《%(campaign)s》补充了风险"),
        mail=True,
        subject=N_("《%(campaign)s》补充了风险"),
        text=N_("你支持的项目补充了一条风险，公开记在项目页的改动里。截止之前，不想支持了随时可以取消。"),
        button=N_("看看改了什么"),
    ),
    "page_put_off": Event(
        kind="campaign",
        line=N_("《%(campaign)s》的时间表往后推了"),
        mail=True,
        subject=N_("《%(campaign)s》的时间表往后推了"),
        text=N_("你支持的项目改了时间表，原来是哪个月、现在是哪个月，公开记在项目页的改动里。档位上承诺的交付月份没有变。"),
        button=N_("看看改了什么"),
    ),
}
