"""The codebook of the measures: what each room that computes from a corpus declares of what it computes."""

from __future__ import annotations

from collections.abc import Mapping

from govtext.measures import measures_of

ROOMS = ("recurrence", "reuse", "manner")
"""Rooms whose `data/measures.toml` is shown, in the order in which they build on each other."""
MEASURE_COLUMNS = ("room", "name", "label", "unit", "formula", "source", "blind")
DOUBLED = ("label", "unit", "blind")
"""Said in both languages."""


def measure_rows(language: str) -> list[Mapping[str, str]]:
    """One row a measure: its room (`govtext.ROOM`), name, label, unit, formula, source, and what it cannot see.

    >>> measure_rows("zh")[0]["label"]
    '问题次年再现率'
    """
    return [
        {"room": room, "name": name, "label": each.label[language], "unit": each.unit[language],
         "formula": each.formula, "source": each.source, "blind": each.blind[language]}
        for room in ROOMS for name, each in measures_of(room).items()
    ]  # fmt: skip
