"""The kinds of perks in words."""

from app.foundation.i18n import N_

KINDS = {"physical": N_("实物"), "digital": N_("数字"), "experience": N_("体验"), "credit": N_("鸣谢")}
