"""The balance and its transactions: what came in, what the provider kept, what went back."""

from payments.sandbox import currencies
from payments.sandbox.routing import route
from payments.sandbox.store import Body, Books
from payments.sandbox.wire import Request, fresh_id

AVAILABLE_AFTER = 2 * 86_400
CATEGORIES = {"charge": "charge", "payment": "charge", "refund": "refund", "payment_refund": "refund",
              "refund_failure": "refund_failure", "payment_failure_refund": "refund_failure",
              "adjustment": "dispute"}  # fmt: skip


async def fee_on(books: Books, amount: int, currency: str) -> int:
    basis_points = await books.knob("fee_basis_points", 340) or 0
    return currencies.fee(amount, currency, basis_points, await books.knob("fee_fixed"))


async def record(
    books: Books,
    type_: str,
    amount: int,
    currency: str,
    source: str,
    *,
    fee: int = 0,
    description: str | None = None,
    category: str | None = None,
) -> Body:
    """An entry; `amount` is negative where money leaves."""
    details = [{"amount": fee, "application": None, "currency": currency, "description": "Processing fees", "type": "stripe_fee"}]
    body: Body = {
        "id": fresh_id("txn_1"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": books.clock + (AVAILABLE_AFTER if amount > 0 else 0),
        "balance_type": "payments",
        "created": books.clock,
        "currency": currency,
        "description": description,
        "exchange_rate": None,
        "fee": fee,
        "fee_details": details if fee else [],
        "net": amount - fee,
        "reporting_category": category or CATEGORIES[type_],
        "source": source,
        "status": "available",
        "type": type_,
    }
    return await books.add(body)


@route("GET", "/v1/balance_transactions")
async def index(books: Books, request: Request) -> Body:
    params = request.params
    params.ignore("payout")
    where = {name: params.text(name) for name in ("type", "currency", "source")}
    return await books.page("balance_transaction", request.path, params, **where)


@route("GET", "/v1/balance_transactions/{id}")
async def show(books: Books, request: Request) -> Body:
    return await books.get("balance_transaction", request.parts["id"])


@route("GET", "/v1/balance")
async def balance(books: Books, request: Request) -> Body:
    sql = """select body->>'currency' as currency, (body->>'available_on')::bigint <= $1 as available,
                    sum((body->>'net')::bigint) as net
             from objects where kind = 'balance_transaction' group by 1, 2 order by 1"""
    rows = await books.connection.fetch(sql, books.clock)

    def part(available: bool) -> list[Body]:
        return [{"amount": int(r["net"]), "currency": r["currency"]} for r in rows if r["available"] is available]

    return {"object": "balance", "available": part(True), "pending": part(False), "livemode": False}
