"""The hosted page's own words; it stands in for the provider's page, so they are none of the platform's catalogues."""

LANGUAGES = ("zh-Hans", "zh-Hant", "en")

WORDS: dict[str, tuple[str, str, str]] = {
    "label": ("本地测试收银台", "本機測試收銀台", "Local test checkout"),
    "pay_to": ("付给{shop}", "付給{shop}", "Pay {shop}"),
    "save_for": ("为{shop}保存一张卡", "為{shop}儲存一張卡", "Save a card for {shop}"),
    "save_note": ("现在不扣款，到期才按约定的金额扣。", "現在不扣款，到期才按約定的金額扣。", "Nothing is charged now."),
    "items": ("明细", "明細", "Items"),
    "total": ("合计", "合計", "Total"),
    "method": ("付款方式", "付款方式", "Payment method"),
    "card": ("银行卡", "銀行卡", "Card"),
    "alipay": ("支付宝", "支付寶", "Alipay"),
    "wechat_pay": ("微信支付", "微信支付", "WeChat Pay"),
    "outcome": ("选一个结果", "選一個結果", "Choose what happens"),
    "pays": ("付款成功", "付款成功", "It pays"),
    "saves": ("保存成功，以后能扣款", "儲存成功，以後能扣款", "It is saved and pays later"),
    "asks_3ds": ("银行要求验证", "銀行要求驗證", "The bank asks for 3-D Secure"),
    "declined": ("这张卡现在被拒", "這張卡現在被拒", "The card is declined now"),
    "declined_later": ("现在通过，以后扣款被拒", "現在通過，以後扣款被拒", "Fine now, declined later"),
    "needs_authentication_later": (
        "现在通过，以后扣款要验证",
        "現在通過，以後扣款要驗證",
        "Fine now, needs authentication later",
    ),
    "refused": ("付款被拒", "付款被拒", "The payment is refused"),
    "confirm": ("确认", "確認", "Confirm"),
    "back": ("返回", "返回", "Back"),
    "scan": ("等待扫码（示意图，不用扫）", "等待掃碼（示意圖，不用掃）", "Waiting for a scan (a drawing, nothing to scan)"),
    "challenge": ("银行要确认是你本人", "銀行要確認是你本人", "Your bank wants to know it is you"),
    "approve": ("是我，通过", "是我，通過", "Approve"),
    "refuse": ("不通过", "不通過", "Refuse"),
    "complete": ("这一页已经完成", "這一頁已經完成", "This checkout is complete"),
    "expired": ("这一页已过期", "這一頁已過期", "This checkout has expired"),
    "missing": ("没有这一页", "沒有這一頁", "There is no such checkout"),
    "continue": ("继续", "繼續", "Continue"),
    "was_refused": ("没有成功，请换一种方式再试。", "沒有成功，請換一種方式再試。", "That was refused. Try another way."),
    "closes": ("{moment} 前有效（UTC）", "{moment} 前有效（UTC）", "Open until {moment} UTC"),
}


def choose_language(locale: str | None, accepted: str) -> str:
    """The session's locale; without one, the browser's."""
    wanted = accepted.split(",")[0] if locale in (None, "", "auto") else locale
    tag = (wanted or "").lower()
    if tag.startswith(("zh-tw", "zh-hk", "zh-hant", "zh-mo")):
        return "zh-Hant"
    return "zh-Hans" if tag.startswith("zh") or not tag else "en"


def speaker(language: str):
    column = LANGUAGES.index(language)

    def say(name: str, **values: str) -> str:
        return WORDS[name][column].format(**values)

    return say
