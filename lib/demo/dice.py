"""Dice that always fall the same way for the same names, so that throwing some changes none of the others."""

from random import Random


def dice(*names):
    """Dice for one purpose."""
    return Random("/".join(map(str, names)))  # noqa: S311 -- made-up people need no secrets
