"""The provider's hosted page for one pledge, from our intention to its answer."""
