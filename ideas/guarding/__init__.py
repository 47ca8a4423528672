"""Guarding the votes: signs of organised voting, the cases they make, and what staff decides about them."""
