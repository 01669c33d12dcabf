"""Reckoner: direct payments, checked against what they are for."""
