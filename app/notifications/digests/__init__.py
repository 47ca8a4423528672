"""Notices collected and mailed once a day or a week, at the reader's hour."""
