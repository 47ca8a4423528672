"""Second factors: passkeys, one-time codes of an authenticator app, recovery codes, and the page that asks for one."""
