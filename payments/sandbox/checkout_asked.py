"""What the shop asks of a checkout session: its end, its lines, its ways to pay, its customer."""

from payments.sandbox import currencies, payment_lifecycle
from payments.sandbox.params import BadParam, Params
from payments.sandbox.store import Body, Books
from payments.sandbox.wire import fresh_id

LEAST_OPEN, MOST_OPEN = 30 * 60, 24 * 60 * 60
OFFERED = ("card", "alipay", "wechat_pay")
IRRELEVANT = ("ui_mode", "submit_type", "billing_address_collection", "client_reference_id", "allow_promotion_codes",
              "custom_text", "branding_settings", "phone_number_collection", "consent_collection", "origin_context",
              "adaptive_pricing", "payment_method_options", "saved_payment_method_options", "customer_update", "name_collection",
              "after_expiration", "managed_payments", "wallet_options", "integration_identifier")  # fmt: skip


def expiry(books: Books, params: Params) -> int:
    wanted = params.number("expires_at")
    if wanted is None:
        return books.clock + MOST_OPEN
    if not LEAST_OPEN <= wanted - books.clock <= MOST_OPEN:
        message = "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation."
        raise BadParam(message, "expires_at")
    return wanted


def _line_item(item: Params) -> Body:
    price = item.inner("price_data")
    product = price.inner("product_data")
    name, description = product.needed("name"), product.text("description")
    product.ignore("images", "metadata", "tax_code")
    price.ignore("tax_behavior")
    item.ignore("metadata")
    currency, unit, quantity = price.needed("currency").lower(), price.needed_number("unit_amount"), item.number("quantity") or 1
    if unit < 0 or quantity < 1:
        raise BadParam("Invalid non-negative integer", "line_items")
    total = unit * quantity
    return {
        "id": fresh_id("li_1"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": currency,
        "description": name,
        "price": {"id": fresh_id("price_1"), "object": "price", "currency": currency, "unit_amount": unit, "type": "one_time"},
        "quantity": quantity,
        "_note": description,
    }


def priced(params: Params) -> tuple[list[Body], str, int]:
    items = [_line_item(item) for item in params.each("line_items")]
    if not items:
        raise BadParam("Missing required param: line_items.", "line_items", "parameter_missing")
    if len(items) > 100:
        raise BadParam("A Checkout Session holds at most 100 line items.", "line_items")
    found = {item["currency"] for item in items}
    if len(found) > 1:
        raise BadParam("All line items must have the same currency.", "line_items")
    currency, total = found.pop(), sum(item["amount_total"] for item in items)
    payment_lifecycle.check_amount(total, currency, param="line_items")
    return items, currency, total


def suitable_methods(params: Params, mode: str, currency: str | None) -> list[str]:
    """The allowed ones that suit mode and currency; as at Stripe, others are silently left out."""
    allowed = params.texts("allowed_payment_method_types")
    if mode == "setup" and not allowed and currency is None:
        raise BadParam("In setup mode pass `currency` or `allowed_payment_method_types`.", "currency", "parameter_missing")
    suitable = [
        kind
        for kind in (allowed or OFFERED)
        if kind in OFFERED and (kind == "card" or mode == "payment") and (currency is None or currencies.takes(kind, currency))
    ]
    if not suitable:
        raise BadParam("No valid payment method types for this Checkout Session.", "allowed_payment_method_types")
    return suitable


async def customer_of(books: Books, params: Params) -> tuple[str | None, str | None]:
    customer, email = params.text("customer"), params.text("customer_email")
    if customer and email:
        raise BadParam("You may only specify one of these parameters: customer, customer_email.", "customer")
    if customer:
        email = (await books.get("customer", customer, param="customer"))["email"]
    return customer, email
