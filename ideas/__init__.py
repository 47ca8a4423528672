"""From a thought to something worth building: challenges, ideas, votes, verdicts."""
