"""The provider's word: verified, kept once, worked off later."""
