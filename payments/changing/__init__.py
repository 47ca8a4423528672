"""The money of a changed pledge: the provider's page closed first, the difference paid on top or given back in part."""
