"""The provider's record of a payer."""

from payments.gateway.answers import ProviderRefused
from payments.gateway.client import client, translated


async def forget_customer(customer_id: str) -> None:
    """Its particulars and cards are deleted there; what was charged stays in the provider's books. Gone already is as good."""
    try:
        with translated():
            await client().v1.customers.delete_async(customer_id)
    except ProviderRefused as refusal:
        if refusal.code != "resource_missing":
            raise
