"""How a way to pay behaves: chosen on the hosted page, or by the name of one of Stripe's test payment methods."""

from dataclasses import dataclass
from typing import Any

from payments.sandbox.wire import ApiError

PAYS, ASKS_3DS, DECLINED = "pays", "asks_3ds", "declined"
DECLINED_LATER, AUTHENTICATION_LATER, REFUSED = "declined_later", "needs_authentication_later", "refused"
CARD_OUTCOMES = (PAYS, ASKS_3DS, DECLINED, DECLINED_LATER, AUTHENTICATION_LATER)
WALLET_OUTCOMES = (PAYS, REFUSED)

# decline code -> (error code, message, advice)
DECLINES = {
    "generic_decline": ("card_declined", "Your card was declined.", "try_again_later"),
    "insufficient_funds": ("card_declined", "Your card has insufficient funds.", "try_again_later"),
    "lost_card": ("card_declined", "Your card was declined.", "do_not_try_again"),
    "stolen_card": ("card_declined", "Your card was declined.", "do_not_try_again"),
    "fraudulent": ("card_declined", "Your card was declined.", "do_not_try_again"),
    "card_velocity_exceeded": ("card_declined", "Your card was declined for too many attempts.", "try_again_later"),
    "expired_card": ("expired_card", "Your card has expired.", "confirm_card_data"),
    "incorrect_cvc": ("incorrect_cvc", "Your card's security code is incorrect.", "confirm_card_data"),
    "processing_error": ("processing_error", "An error occurred while processing your card.", "try_again_later"),
    "authentication_required": ("authentication_required", "Your card was declined: it requires authentication.", None),
    "challenge_refused": ("payment_intent_authentication_failure", "The payment method could not be authenticated.", None),
    "wallet_refused": ("payment_method_provider_decline", "The payment was refused in the wallet.", None),
}

# brand, last4, behaviour, decline code
TEST_METHODS: dict[str, tuple[str, str, str, str | None]] = {
    "pm_card_visa": ("visa", "4242", PAYS, None),
    "pm_card_visa_debit": ("visa", "5556", PAYS, None),
    "pm_card_mastercard": ("mastercard", "4444", PAYS, None),
    "pm_card_amex": ("amex", "8431", PAYS, None),
    "pm_card_unionpay": ("unionpay", "0005", PAYS, None),
    "pm_card_jcb": ("jcb", "0505", PAYS, None),
    "pm_card_hk": ("visa", "0004", PAYS, None),
    "pm_card_cn": ("visa", "0002", PAYS, None),
    "pm_card_tw": ("visa", "0008", PAYS, None),
    "pm_card_visa_chargeDeclined": ("visa", "0002", DECLINED, "generic_decline"),
    "pm_card_chargeDeclined": ("visa", "0002", DECLINED, "generic_decline"),
    "pm_card_visa_chargeDeclinedInsufficientFunds": ("visa", "9995", DECLINED, "insufficient_funds"),
    "pm_card_chargeDeclinedInsufficientFunds": ("visa", "9995", DECLINED, "insufficient_funds"),
    "pm_card_visa_chargeDeclinedLostCard": ("visa", "9987", DECLINED, "lost_card"),
    "pm_card_visa_chargeDeclinedStolenCard": ("visa", "9979", DECLINED, "stolen_card"),
    "pm_card_chargeDeclinedExpiredCard": ("visa", "0069", DECLINED, "expired_card"),
    "pm_card_chargeDeclinedIncorrectCvc": ("visa", "0127", DECLINED, "incorrect_cvc"),
    "pm_card_chargeDeclinedProcessingError": ("visa", "0119", DECLINED, "processing_error"),
    "pm_card_visa_chargeDeclinedVelocityLimitExceeded": ("visa", "6975", DECLINED, "card_velocity_exceeded"),
    "pm_card_chargeDeclinedFraudulent": ("visa", "0019", DECLINED, "fraudulent"),
    "pm_card_chargeCustomerFail": ("visa", "0341", DECLINED_LATER, "generic_decline"),
    "pm_card_threeDSecure2Required": ("visa", "3220", ASKS_3DS, None),
    "pm_card_authenticationRequiredOnSetup": ("visa", "3155", ASKS_3DS, None),
    "pm_card_authenticationRequired": ("visa", "3184", AUTHENTICATION_LATER, None),
    "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds": ("visa", "9995", DECLINED_LATER, "insufficient_funds"),
}
OUTCOME_LAST4 = {PAYS: "4242", ASKS_3DS: "3155", DECLINED: "0002", DECLINED_LATER: "0341", AUTHENTICATION_LATER: "3184"}


class Approved:
    pass


class Challenged:
    pass


@dataclass(frozen=True, slots=True)
class Declined:
    decline_code: str


Verdict = Approved | Challenged | Declined


def judge_charge(method: dict[str, Any], *, off_session: bool, authenticated: bool) -> Verdict:
    behaviour = method["_behaviour"]
    if behaviour in (DECLINED, DECLINED_LATER):
        return Declined(method["_decline"] or "insufficient_funds")
    if behaviour == REFUSED:
        return Declined("wallet_refused")
    if behaviour == AUTHENTICATION_LATER and off_session:
        return Declined("authentication_required")
    if behaviour in (ASKS_3DS, AUTHENTICATION_LATER) and not off_session and not authenticated:
        return Challenged()
    return Approved()


def judge_setup(method: dict[str, Any], *, authenticated: bool) -> Verdict:
    behaviour = method["_behaviour"]
    if behaviour == DECLINED:
        return Declined(method["_decline"] or "generic_decline")
    if behaviour == ASKS_3DS and not authenticated:
        return Challenged()
    return Approved()


def failure(decline_code: str, method: dict[str, Any] | None = None) -> dict[str, Any]:
    """The error as it stands in an intent's last error."""
    code, message, advice = DECLINES[decline_code]
    is_decline = code not in ("payment_intent_authentication_failure", "payment_method_provider_decline")
    kind = "card_error" if is_decline else "invalid_request_error"
    error = {"type": kind, "code": code, "message": message, "advice_code": advice, "payment_method": method}
    return {**error, "decline_code": decline_code if is_decline else None}


def card_error(error: dict[str, Any], **more: Any) -> ApiError:
    rest = {name: value for name, value in error.items() if name not in ("type", "message")}
    status = 402 if error["type"] == "card_error" else 400
    return ApiError(status, error["type"], error["message"], **rest, **more)
