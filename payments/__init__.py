"""Money moving: checkout, collection, refunds, payouts and the ledger; the only package that meets Stripe."""
