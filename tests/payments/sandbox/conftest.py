"""The local Stripe for the tests of this folder: one apart from that of the other tests of money, which move its clock."""

from tests.payments.sandbox.fixtures import listener, running_sandbox, sandbox, sandbox_database, shop  # noqa: F401
