"""What the codebook says of every measure of this room (data/measures.toml)."""

from __future__ import annotations

from collections.abc import Mapping

from govtext.measures import Measure, measures_of


def measures() -> Mapping[str, Measure]:
    """Every measure of this room by name.

    >>> measures()["specificity"].formula
    '100 · specifics / characters'
    """
    return measures_of("manner")
