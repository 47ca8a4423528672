"""What the operator says of this site and its region: the name on the door, and the rules that hold here."""
