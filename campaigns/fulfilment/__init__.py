"""Every promised perk, followed until it is in the hand."""
