"""Pictures: checked, re-encoded, resized, stored, served."""
