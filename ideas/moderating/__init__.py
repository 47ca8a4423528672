"""Staff hides what must not be shown, with a reason, and shows it again."""
