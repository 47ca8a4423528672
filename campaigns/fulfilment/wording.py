"""A perk's state in one sentence of plain speech, for the backer and for the brand's board."""

from typing import Any

from app.foundation.i18n import N_, translate
from app.web.formats import moment
from campaigns.fulfilment.carriers import CARRIERS

SENTENCES = {
    "owed": N_("品牌方欠着你，准备好了会告诉你"),
    "answers_due": N_("等你填收货地址"),
    "answered": N_("地址收到了，正在制作，做好就寄"),
    "locked": N_("正在准备打包"),
    "packed": N_("已打包，等着寄出"),
    "dispatched": N_("%(carrier)s在路上，运单号 %(number)s"),
    "delivered": N_("承运商说已送到"),
    "received": N_("你已收到"),
    "return_asked": N_("你申请了退货"),
    "returned": N_("已退回品牌方"),
    "exception": N_("路上出了问题，品牌方正在处理"),
    "replaced": N_("已补发另一件"),
    "refunded": N_("这件已退款，不再欠你"),
    "released": N_("可以领取了"),
    "claimed": N_("你已领取"),
    "entered": N_("已报名，等抽签"),
    "drawn": N_("抽中了"),
    "not_drawn": N_("这次没有抽中"),
    "ticketed": N_("票在这里，到时凭它入场"),
    "checked_in": N_("你到场了"),
    "missed": N_("这场你没有到"),
    "named": N_("你的名字已列入致谢"),
    "published": N_("你的名字已印上"),
}

WORDS = {
    "owed": (N_("欠着"), "quiet"),
    "answers_due": (N_("缺地址"), "warn"),
    "answered": (N_("可以寄"), "good"),
    "locked": (N_("地址已锁定"), ""),
    "packed": (N_("已打包"), ""),
    "dispatched": (N_("已寄出"), "hand"),
    "delivered": (N_("已送达"), "hand"),
    "received": (N_("已收到"), "hand"),
    "exception": (N_("出了问题"), "bad"),
    "refunded": (N_("已退款"), "quiet"),
    "named": (N_("已列名"), "hand"),
}

_TRAIL = {
    "owed": N_("付款完成，这件归你"),
    "answers_due": N_("请你填地址"),
    "answered": N_("你填了地址"),
    "locked": N_("地址锁定"),
    "packed": N_("打包好了"),
    "dispatched": N_("交给承运商"),
    "delivered": N_("送到了"),
    "received": N_("你确认收到"),
    "exception": N_("路上出了问题"),
    "refunded": N_("已退款"),
    "named": N_("名字列入致谢"),
    "published": N_("名字印上了"),
}


def carrier_name(code: str) -> str:
    return translate(CARRIERS.get(code, code))


def perk_sentence(perk: dict[str, Any]) -> str:
    """`carrier` and `tracking_number` come with a perk that is in a parcel."""
    return translate(
        SENTENCES[perk["state"]], carrier=carrier_name(perk["carrier"] or ""), number=perk["tracking_number"] or ""
    )  # fmt: skip


def state_word(state: str) -> str:
    return translate(WORDS[state][0] if state in WORDS else SENTENCES[state])


def state_tone(state: str) -> str:
    return WORDS[state][1] if state in WORDS else ""


def trail_step(event: dict[str, Any]) -> dict[str, Any]:
    """One step for the macro `trail`."""
    words = _TRAIL.get(event["state"], SENTENCES.get(event["state"], ""))
    return {"what": translate(words), "when": moment(event["at"]), "iso": event["at"].isoformat(), "note": event["why"]}


def veiled(destination: dict[str, Any]) -> dict[str, Any]:
    """An address as a link may show it: its owner knows which one it is, nobody else learns where they live."""
    hidden = {"line1": "…", "line2": "", "postcode": ""}
    return destination | hidden | {"name": destination["name"][:1] + "*", "phone": f"…{destination['phone'][-4:]}"}


def one_line(destination: dict[str, Any]) -> str:
    """An address as it is written on a parcel in its country, in one line."""
    region, city, street, door = (destination[part] for part in ("region", "city", "line1", "line2"))
    if destination["country"] in ("CN", "TW", "HK", "MO"):
        place = f"{region}{city}{street} {door}"
    else:
        place = ", ".join(part for part in (door, street, city, region) if part)
    return f"{place.strip()} {destination['postcode']}".strip()
