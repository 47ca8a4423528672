"""An idea's wordings over time, and what changed from one to the next."""
