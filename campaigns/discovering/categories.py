"""What kinds of things campaigns make: a fixed list, chosen in the draft; the key stands in addresses and never changes."""

from app.foundation.i18n import N_, translate

CATEGORIES = {
    "home": N_("家居日用"),
    "desk": N_("桌面文具"),
    "tech": N_("数码电子"),
    "kitchen": N_("厨房餐饮"),
    "outdoor": N_("户外出行"),
    "wear": N_("服饰箱包"),
    "toys": N_("玩具游戏"),
    "craft": N_("手作文创"),
    "music": N_("音乐影像"),
    "books": N_("图书出版"),
    "kids": N_("亲子"),
    "pets": N_("宠物"),
    "other": N_("其他"),
}


def category_word(key: str) -> str:
    """In the present language; "" for what has none."""
    return translate(CATEGORIES[key]) if key in CATEGORIES else ""


def category_options() -> list[tuple[str, str]]:
    """For a select."""
    return [(key, translate(word)) for key, word in CATEGORIES.items()]
