"""Versioned documents that people agree to, and what each has agreed to."""
