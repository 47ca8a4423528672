"""While thousands watch one campaign: its page rendered once a second for all, its numbers summed once for everybody."""
