"""What a backer writes beside a pledge: a note to oneself, a message to the brand."""
