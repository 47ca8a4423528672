"""A backer's pledge, from the held place to collected or let go."""
