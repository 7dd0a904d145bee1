"""Small frames of items, written by hand."""

from __future__ import annotations

import pandas as pd

COLUMNS = ["issuer_id", "year", "kind", "codes", "text"]


def said(*rows: tuple[object, ...]) -> pd.DataFrame:
    """Rows (issuer, year, codes) or (issuer, year, codes, text): problems."""
    return pd.DataFrame([(row[0], row[1], "problem", row[2], row[3] if len(row) > 3 else row[2]) for row in rows],
                        columns=COLUMNS)  # fmt: skip


def spoken(issuer: str, years: str, code: str = "staffing", first: int = 2019) -> pd.DataFrame:
    """One letter a year: x the code is stated, o only another code is, - no report."""
    rows = [
        (issuer, first + at, {"x": code, "o": "platform"}[letter]) for at, letter in enumerate(years) if letter != "-"
    ]
    return said(*rows)
