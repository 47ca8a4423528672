"""The local Stripe for the tests of this folder."""

from tests.payments.sandbox.fixtures import listener, running_sandbox, sandbox, sandbox_database, shop  # noqa: F401
