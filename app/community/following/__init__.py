"""Following an idea, a challenge, a campaign or a brand: being told when it moves."""
