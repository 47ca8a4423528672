"""The ladder: thresholds with a clock that an idea climbs, from its first hundred votes to the last rung."""
