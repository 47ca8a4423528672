"""Improvements that others offer to an idea's author: accepted ones are credited for good."""
