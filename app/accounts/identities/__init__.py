"""The ways by which a member is recognised: listed, added, removed; and two members becoming one."""
