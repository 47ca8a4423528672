"""What people do around the things that are made: following, reporting, moderating."""
