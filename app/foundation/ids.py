"""Short public ids: random, ASCII, leaking no order, without letters that are misread or spell words."""

import secrets

ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
LENGTH = 8


def new_id() -> str:
    """8 signs of 28: among 10 million rows a new one collides once in 38,000 draws (the unique index then says so)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
