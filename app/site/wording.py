"""What the profiles' fields are called."""

from app.foundation.i18n import N_

FIELD_WORDS = {
    "name": N_("站点名"),
    "logo": N_("标志"),
    "accent": N_("主色"),
    "sender": N_("邮件发件人"),
    "brand": N_("单品牌"),
    "least_age_join": N_("加入的最低年龄"),
    "least_age_vote": N_("投票的最低年龄"),
    "least_age_pledge": N_("支持项目的最低年龄"),
    "phone_to_post": N_("发创意要先验证手机号"),
    "pre_moderation": N_("创意先审后发"),
    "cross_border": N_("个人信息会出境，要单独同意"),
    "withdrawal_days": N_("无理由退货天数"),
    "no_donations": N_("不收捐款性质的钱"),
    "seller": N_("经营者信息"),
    "footer": N_("页脚文字"),
}
