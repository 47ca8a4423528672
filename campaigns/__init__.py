"""From an adopted idea to a perk in hand: campaigns, tiers, pledges, fulfilment. Holds no money."""
