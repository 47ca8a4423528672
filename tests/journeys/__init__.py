"""The line walked in a real browser, on what its people typed themselves."""
