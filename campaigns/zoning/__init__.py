"""Where a campaign ships to, and what that costs."""
