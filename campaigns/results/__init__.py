"""What a decided campaign came to, for everybody, from the rows themselves."""
