"""Brands, their teams and roles, and the frame of the brand's desk."""
