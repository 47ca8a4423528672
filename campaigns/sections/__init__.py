"""What a campaign's page says, section by section: each written and saved on its own."""
