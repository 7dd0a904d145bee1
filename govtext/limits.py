"""Bounds on everything that a file controls."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may ask for; past a bound the file is refused with `BoundExceeded`.

    The longest public reports are some 60 pages and 300 kB of text, so every bound leaves two orders of magnitude.

    >>> Limits().max_columns
    200
    """

    max_bytes: int = 64 * 2**20
    """Bytes of the file on disk."""
    max_unpacked: int = 256 * 2**20
    """Bytes of all members of a zipped file together, unpacked."""
    max_pages: int = 400
    max_columns: int = 200
    """Grid columns of one table, after spans are laid out; a larger span is cut to it and logged."""
    max_cells: int = 200_000
    """Cells of all tables of one file."""
    max_depth: int = 200
    """Nesting of elements (HTML, XML) or of tables."""
    max_characters: int = 20_000_000
    max_pixels: int = 80_000_000
    """Pixels of a picture, or of a page that is rendered."""


DEFAULT_LIMITS = Limits()
