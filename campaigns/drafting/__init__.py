"""A campaign before it is live: written, made complete, submitted, launched."""
