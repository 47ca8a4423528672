"""Asking an update's readers to choose: one question, a few options, one answer each."""
