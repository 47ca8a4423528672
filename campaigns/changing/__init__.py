"""What a backer wants instead of what they have: applied at once, or held until the difference is paid."""
