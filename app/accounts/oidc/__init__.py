"""Signing in with an account that somebody has elsewhere (OpenID Connect): an extra, for the providers that the settings name."""
