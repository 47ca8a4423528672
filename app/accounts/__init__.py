"""Members and their identities: signing in, sessions, profiles, capability links, destinations."""
