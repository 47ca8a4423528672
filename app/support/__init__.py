"""The staff's desk: its frame, and what waits to be done there."""
