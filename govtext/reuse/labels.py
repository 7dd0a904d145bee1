"""The labels of this room, the reasons why a measure has no value, and its measures, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from govtext.errors import UnknownCode
from govtext.forms import Label
from govtext.measures import Measure, measures_of


@cache
def labels(group: str) -> Mapping[str, Label]:
    """The labels of one group: `show` or `reason`; raises `UnknownCode` for another.

    >>> labels("reason")["no_previous_year"].en
    'no report of this issuer on the year before'
    """
    raw = tomllib.loads((resources.files(__package__) / "data" / "labels.toml").read_text(encoding="utf-8"))
    if group not in raw:
        raise UnknownCode(f"no group of labels {group!r}", expected=", ".join(raw))
    return {name: Label(**each) for name, each in raw[group].items()}


def measures() -> Mapping[str, Measure]:
    """What the codebook says of every measure of this room, by name (data/measures.toml).

    >>> measures()["stickiness"].unit.en
    'share of the report'
    """
    return measures_of("reuse")
