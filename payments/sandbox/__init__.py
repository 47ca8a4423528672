"""A local Stripe for development and tests: the same HTTP API, spoken to by the real SDK, served by us."""
