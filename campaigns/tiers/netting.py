"""Pure arithmetic of what a price leaves for the brand once everybody else has had their part."""

from dataclasses import dataclass
from decimal import Decimal

from app.foundation.money import Money
from campaigns.tiers.fees import provider_fee


@dataclass(frozen=True, slots=True)
class Net:
    """One place, paid alone: what the backer pays, and where it goes. All parts add up to `charged`."""

    method: str
    price: Money
    shipping: Money  # paid by the backer on top, and on by the brand to the carrier
    platform: Money
    provider: Money

    @property
    def charged(self) -> Money:
        return self.price + self.shipping

    @property
    def rest(self) -> Money:
        """Below zero where the fees take more than the price."""
        return self.charged - self.platform - self.provider - self.shipping


def net_of(price: Money, fee_percent: Decimal, *, method: str = "card", shipping: Money | None = None) -> Net:
    """The platform's part and the provider's are of all that is charged, shipping too, as the ledger books them."""
    shipping = shipping or Money(0, price.currency)
    charged = price + shipping
    return Net(method, price, shipping, charged.share(fee_percent), provider_fee(method, price.currency).of(charged))
