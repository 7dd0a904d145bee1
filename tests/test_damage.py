"""Damaged tables: no cell takes another's value, and what was lost shows.

Each kind of damage is tried at a few places of each table, or at every place where GOVTEXT_THOROUGH is set.
"""

from __future__ import annotations

import os
import random
import tempfile
from functools import cache
from pathlib import Path

import pytest

from govtext.model import Reading
from tests.renderings import LAYOUTS, Figures, draft, random_figures
from tests.renderings.damage import KINDS, Damage
from tests.renderings.expect import taken, told
from tests.renderings.figures import Blanks
from tests.renderings.reading import reading_of

PLACES = 2
THOROUGH = bool(os.environ.get("GOVTEXT_THOROUGH"))
TABLES = ("proactive", "requests", "review")
DAMAGED = [name for name in LAYOUTS if name not in ("crawl_bars_bom", "html_gb_as_utf8", "html_gb_undeclared")]


def figures_for(layout: str) -> Figures:
    """The forms in turn; where blanks can be told, every third report has some."""
    number = list(LAYOUTS).index(layout)
    blanks: Blanks = "some" if LAYOUTS[layout].blanks and number % 3 == 0 else "none"
    return random_figures(20, ("2021", "2019")[number % 2], blanks)


@cache
def undamaged(layout: str) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        chosen = LAYOUTS[layout]
        return reading_of(chosen.render(figures_for(layout)), chosen.suffix, Path(folder))


def places(layout: str, table: str, kind: str) -> list[Damage]:
    """The damages to try, the same in every run."""
    chosen = LAYOUTS[layout]
    every = list(KINDS[kind](draft(figures_for(layout), chosen.wording).sheet(table)))
    if THOROUGH or not every:
        return every
    rng = random.Random(f"{layout}/{table}/{kind}")
    return rng.sample(every, min(len(every), 1 if chosen.slow else PLACES))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("layout", DAMAGED)
def test_no_cell_takes_the_value_of_another(layout: str, table: str, kind: str, tmp_path: Path) -> None:
    chosen, figures = LAYOUTS[layout], figures_for(layout)
    whole = draft(figures, chosen.wording)
    failures: dict[str, list[str]] = {}
    for damage in places(layout, table, kind):
        reading = reading_of(chosen.write(whole.with_sheet(damage.sheet)), chosen.suffix, tmp_path)
        problems = taken(reading, figures, damage.keys)
        if not damage.lossless and not told(reading, undamaged(layout), figures):
            problems.append("nothing tells of the damage")
        if problems:
            failures[damage.name] = problems
    assert not failures
