"""Finding ideas: lists in several orders, by pages that have an address, and search."""
