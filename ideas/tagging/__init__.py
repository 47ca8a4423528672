"""Tags: what an idea is about in a word or two, folded so that 露营 and 露營 are one."""
