"""Stretch goals: what more everybody gets when the campaign goes further."""
