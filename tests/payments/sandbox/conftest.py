"""The local Stripe for the tests of this folder; its process and its listener are those of all tests of money."""

from tests.payments.sandbox.fixtures import sandbox, shop  # noqa: F401
