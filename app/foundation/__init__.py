"""No tables, no HTTP: clock, database, lifecycle, money, refusals, text, languages, the job queue."""
