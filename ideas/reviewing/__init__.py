"""The brand's reasoned answer to an idea."""
