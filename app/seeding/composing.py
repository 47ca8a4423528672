"""Made-up ideas and people in any number: words put together so that they read like something and can be searched for."""

from dataclasses import dataclass
from random import Random

WHERE = [
    "厨房里",
    "床头",
    "书桌上",
    "阳台上",
    "宿舍里",
    "办公室里",
    "高铁上",
    "露营时",
    "浴室里",
    "楼梯间",
    "摩托车上",
    "画室里",
    "雨天",
    "停电时",
    "出差路上",
    "自习室里",
    "菜市场",
    "渡轮上",
    "候车时",
    "病房里",
    "玄关",
    "车后座",
    "茶桌上",
    "琴房里",
]
HOW = [
    "会呼吸的",
    "摔不坏的",
    "一只手就能打开的",
    "叠起来像书的",
    "不用充电的",
    "猫推不倒的",
    "能修一辈子的",
    "左撇子专用的",
    "静音的",
    "会提醒喝水的",
    "晒太阳就亮的",
    "盲人也能用的",
    "三秒收好的",
    "带盖子的",
    "可以种花的",
    "能拆开洗的",
    "越用越好看的",
    "老人也拿得动的",
    "夜里不刺眼的",
    "挂得住大衣的",
    "磁吸的",
    "竹子做的",
    "旧衣服改的",
    "会记账的",
    "小孩搬得动的",
    "防滑的",
    "自己会干的",
    "刻着地图的",
]
WHAT = [
    "台灯",
    "键盘",
    "水杯",
    "雨伞",
    "背包",
    "茶壶",
    "闹钟",
    "书架",
    "药盒",
    "手杖",
    "板凳",
    "饭盒",
    "钥匙扣",
    "音箱",
    "日历",
    "笔袋",
    "头盔",
    "晾衣架",
    "花盆",
    "猫窝",
    "保温壶",
    "充电器",
    "笔记本",
    "折叠椅",
    "小推车",
    "伞架",
    "砧板",
    "手电筒",
    "棋盘",
    "积木",
    "储物箱",
    "计时器",
    "门铃",
    "信箱",
    "相框",
    "拖鞋",
    "围裙",
    "护腕",
    "车灯",
    "收音机",
]
WITH = [
    "配一盏小灯",
    "留一个放眼镜的地方",
    "底下能站住",
    "用标准螺丝",
    "壳子是铝的",
    "把手是皮的",
    "带刻度",
    "夹得住手机",
    "分成两格",
    "能接自来水",
    "颜色自己换",
    "盒子也能用",
    "附一张图纸",
    "可以租",
    "一家人共用",
    "声音像木鱼",
]
WHY = (
    "现在用的那个，{where}总是差一点：不是太大，就是太响。",
    "我妈妈每次{where}都要找半天，找到了又嫌麻烦。",
    "试过七八种，没有一种是给{where}用的人想的。",
    "{where}，手是湿的，灯是暗的，东西却都要两只手才打得开。",
    "搬了三次家，只有这件东西每次都想重新设计一遍。",
    "朋友们说，要是有人做，他们当天就买。",
)
SO = (
    "想要一个{how}{what}，{with_}，坏了能自己修。",
    "做成{how}{what}就好了，最好{with_}，别联网。",
    "{how}{what}，{with_}，一百块钱以内。",
    "材料不用贵，{what}{with_}就够了。",
    "我画了草图，{what}分两层，{with_}，五十次测试都没散。",
)
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭"
    "陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷黎史陶贺顾毛郝龚邵万"
)
GIVEN = (
    "安宁思远一诺子涵雨桐晨曦若溪嘉怡浩宇梓萱书瑶明轩云舒知行清越南乔北辰星野小满初夏立秋听雪望舒景行怀瑾青禾白露长风"
    "木子可欣亦凡向晚半夏未央"
)
TITLES = ("{where}的{what}：{with_}", "{how}{what}", "{where}用的{how}{what}", "{how}{what}，{with_}")


@dataclass(frozen=True, slots=True)
class Wording:
    title: str
    summary: str
    body: str


def compose(random: Random) -> Wording:
    where, how, what, with_ = (random.choice(words) for words in (WHERE, HOW, WHAT, WITH))
    parts = {"where": where, "how": how, "what": what, "with_": with_}
    title = random.choice(("{where}的{what}：{with_}", "{how}{what}", "{where}用的{how}{what}", "{how}{what}，{with_}")).format(
        **parts
    )
    why, so = random.choice(WHY).format(**parts), random.choice(SO).format(**parts)
    return Wording(title, f"{how}{what}，{with_}。", f"{why}\n\n{so}")


def compose_name(random: Random) -> str:
    """Two or three characters; namesakes happen, as in life."""
    at = random.randrange(0, len(GIVEN) - 1, 2)
    given = GIVEN[at : at + 2]
    return random.choice(SURNAMES) + (given if random.random() < 0.75 else given[0])
