"""What people are told about agreements."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "agreement_offered": Event(
        kind="idea",
        line=N_("%(brand)s发来《%(idea)s》的共创约定，等你答复"),
        mail=True,
        subject=N_("《%(idea)s》的共创约定，等你答复"),
        text=N_(
            "%(brand)s要把《%(idea)s》做出来。约定里写着怎么署你的名、你分多少、授权到什么程度。同意还是不同意，都请点进去答一下：每个人都同意了，众筹才能上线。"
        ),
        button=N_("看约定"),
    ),
    "agreement_reminder": Event(
        kind="idea",
        line=N_("《%(idea)s》的共创约定还等着你，大家都答复了才能众筹"),
        mail=True,
        subject=N_("还等你一个答复：《%(idea)s》的共创约定"),
        text=N_("%(brand)s还在等你的答复。同意或者不同意都行，不同意就写一句为什么，他们可以改了再发。"),
        button=N_("看约定"),
    ),
    "agreement_complete": Event(
        kind="idea",
        line=N_("《%(idea)s》的共创约定，所有人都同意了"),
        mail=True,
        subject=N_("《%(idea)s》的共创约定生效了"),
        text=N_("所有人都同意了。接下来%(brand)s会发起众筹，一上线就告诉你。"),
        button=N_("看约定"),
    ),
    "own_agreement_complete": Event(
        kind="team",
        line=N_("《%(idea)s》的共创约定，所有人都同意了，可以发起众筹"),
        mail=True,
        subject=N_("《%(idea)s》的共创约定签好了"),
        text=N_("所有人都同意了，众筹可以上线。"),
        button=N_("去工作台"),
    ),
    "agreement_declined": Event(
        kind="team",
        line=N_("%(name)s 没有同意《%(idea)s》的共创约定：%(reason)s"),
        mail=True,
        subject=N_("《%(idea)s》的共创约定有人没同意"),
        text=N_("%(name)s 的理由：\n\n%(reason)s\n\n可以改一改再发一份。"),
        button=N_("去改约定"),
    ),
    "agreement_to_renew": Event(kind="team", line=N_("《%(idea)s》的共创者里有人注销了账号，请重新发一份共创约定")),
}
