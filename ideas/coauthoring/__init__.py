"""Writing an idea together: invited by a link, accepted by a button, credited for good."""
