"""What a brand sees of its challenges: what is asked for, what people would pay, by whom, and how it moves."""
