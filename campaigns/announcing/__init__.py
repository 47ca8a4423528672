"""Telling many: thousands at a time, each in the words of their nearest tie, without holding anything up."""
