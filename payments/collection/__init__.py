"""Saved cards charged after the deadline, once each, again and again until it is settled."""
