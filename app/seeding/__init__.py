"""Worlds to try things in: a small believable one played through the real actions, and big ones by bulk; never in production."""
