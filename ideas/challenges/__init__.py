"""A brand's themed call for ideas, with a deadline."""
