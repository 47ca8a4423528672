"""Talk below an idea, a challenge or a campaign: comments and replies, reactions, mentions, one pinned answer."""
