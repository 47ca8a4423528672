"""Whose an idea is: SQL that judging, agreements and the early window share."""

# Of an idea `i`: this member (an expression) authored it or is credited for a part of it.
HAS_PART = """(i.author = {member} or exists (
  select 1 from contribution part where part.idea = i.id and part.member = {member}))"""
