"""Passing on ideas and challenges."""
