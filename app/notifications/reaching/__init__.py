"""What concerns money or safety falls through to the next channel until it reached its member, in the end by a person."""
