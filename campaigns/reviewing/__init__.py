"""Staff look at what a brand submits: approve it, or say what to change."""
