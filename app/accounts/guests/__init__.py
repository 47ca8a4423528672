"""Somebody who gives an e-mail in place of an account."""
