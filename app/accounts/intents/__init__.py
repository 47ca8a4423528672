"""What was begun signed out, kept whole and finished by itself after sign-in, once."""
