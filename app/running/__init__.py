"""What keeps the processes alive: the supervisor, the embedded PostgreSQL, migrations, health."""
