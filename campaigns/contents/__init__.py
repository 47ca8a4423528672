"""What a campaign makes: items, and the variants to choose among."""
