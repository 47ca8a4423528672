"""The in-app inbox and the mail outbox: events told to members, over channels."""
