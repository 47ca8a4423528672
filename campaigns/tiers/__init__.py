"""What a backer can take: priced, capped, dated."""
