"""What updates are called: for whom they are, how often they come, why one stays closed."""

from app.foundation.i18n import N_

AUDIENCE_WORDS = {
    "public": N_("所有人"), "followers": N_("关注者和支持者"), "backers": N_("支持者"), "tier": N_("一个档位的支持者"),
}  # fmt: skip
AUDIENCE_NOTES = {
    "public": N_("谁都能看、能留言，支持者和关注者会收到通知。"),
    "followers": N_("关注、预约或支持了这个众筹的人能看。"),
    "backers": N_("只有支持者能看，打样细节、选颜色这些放这里。"),
    "tier": N_("只有选了这个档位的支持者能看。"),
}
# How one gets to read it: while pledges are taken, and afterwards.
LOCKED = {
    "followers": N_("关注这个众筹就能看。"),
    "backers": N_("支持了这个众筹的人能看。"),
    "tier": N_("只有选了那个档位的支持者能看。"),
}
RHYTHM_WORDS = {7: N_("每周一条"), 14: N_("每两周一条"), 30: N_("每月一条")}
