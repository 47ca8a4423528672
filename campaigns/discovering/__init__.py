"""Finding campaigns: categories, lists, search over everything, feeds, what search engines read."""
