"""The line inside chat programs: their browsers forget cookies and refuse what a real browser has."""
