"""Everything HTTP that is no feature: pages, slots, forms, errors, assets, page cache, security, patterns."""
