"""Stopping a campaign before its deadline: suspended and resumed by staff, called off by the brand or staff."""
