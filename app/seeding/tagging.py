"""Tags of the small world's ideas: what each is, in its author's script."""

from app.seeding.reading import Idea

# By what its pictures show: Simplified, Traditional.
TAGS = {
    ("lamp",): ("台灯", "檯燈"),
    ("keyboard",): ("键盘", "鍵盤"),
    ("notebook",): ("文具", "文具"),
    ("speaker",): ("声音", "聲音"),
    ("clock",): ("钟", "鐘"),
    ("umbrella",): ("雨天", "雨天"),
    ("thermos", "cup"): ("杯壶", "杯壺"),
    ("teapot",): ("茶", "茶"),
    ("bike_light", "skateboard"): ("骑行", "騎行"),
    ("suitcase", "bag"): ("出门", "出門"),
    ("planter",): ("植物", "植物"),
    ("chair", "shelf"): ("家具", "家具"),
    ("cat_house",): ("猫", "貓"),
    ("toy", "cube", "robot", "rocket", "building_blocks"): ("玩具", "玩具"),
    ("board_game",): ("桌游", "桌遊"),
}


def tags_of(idea: Idea) -> list[str]:
    """Those it names itself, else by its pictures."""
    script = int(idea.lang.startswith("zh-Hant"))
    return idea.tags or [words[script] for kinds, words in TAGS.items() if set(kinds) & set(idea.drawn)]
