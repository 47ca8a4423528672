"""二创: another version of somebody's idea, with the source named on it and told."""
