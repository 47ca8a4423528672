"""What a member wants to be told and how: preferences by kind, quiet hours, and a mail's one-step unsubscribing."""
