"""What it costs to make: from there to a price and a goal that break even."""
