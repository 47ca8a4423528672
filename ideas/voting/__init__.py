"""One member, one idea, one vote, decided in the database."""
