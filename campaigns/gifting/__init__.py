"""A pledge given to somebody: they take it by a link, and its perks are theirs; money stays with the giver."""
