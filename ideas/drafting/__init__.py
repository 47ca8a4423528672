"""What is typed is kept as one types: saving, two tabs that differ, versions laid aside."""
