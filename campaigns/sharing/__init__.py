"""Passing on campaigns."""
