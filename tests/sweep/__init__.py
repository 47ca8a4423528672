"""Every page of the seeded world, opened as everybody who may, in each language and light: `make pages`."""
