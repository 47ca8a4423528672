"""The waitlist of a tier that has no places left: numbers, offers, who is next."""
