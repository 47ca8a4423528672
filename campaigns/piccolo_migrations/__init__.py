"""Steps that the database takes, oldest first."""
