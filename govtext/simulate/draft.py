"""A report before it is written in some layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govtext.simulate.sheets import Filled


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's title, or that of a part of it."""

    text: str


@dataclass(slots=True)
class Draft:
    """Title, what stands between, issuer and date at the end, and what a site says of the page."""

    title: str
    blocks: Sequence[str | Heading | Filled]
    issuer: str
    date: str
    iso_date: str
