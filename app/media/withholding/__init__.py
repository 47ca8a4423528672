"""Pictures that staff took out of sight: their files stay, their addresses open to their owner and to staff only."""
