"""A challenge's jury: its members by invitation, the criteria, and scores that nobody sees before giving their own."""
