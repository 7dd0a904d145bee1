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


@pytest.mark.parametrize("layout", ["pdf", "pdf_upright"])
def test_a_label_lost_at_a_page_break_does_not_give_its_row_to_the_next(layout: str, tmp_path: Path) -> None:
    """The last row of a page without a label is not the beginning of the first row of the next page."""
    chosen, figures = LAYOUTS[layout], random_figures(21, "2021")
    whole = draft(figures, chosen.wording)
    for damage in KINDS["blank_label"](whole.sheet("requests")):
        reading = reading_of(chosen.write(whole.with_sheet(damage.sheet)), chosen.suffix, tmp_path)
        assert taken(reading, figures, damage.keys) == [], damage.name


FOUND = (
    ("html_split", "2019", "some", "insert_stray", "stray before proactive/coercion/items_last_year"),
    ("crawl_bars", "2021", "some", "insert_stray", "stray before proactive/rules/issued"),
    ("html_word", "2021", "some", "insert_stray", "stray before proactive/rules/issued"),
    ("pdf", "2019", "none", "insert_stray", "stray before requests/refused.process/research"),
    ("pdf_upright", "2021", "none", "insert_stray", "stray before review/reconsideration/total"),
)
"""What once moved a figure."""


@pytest.mark.parametrize(("layout", "form", "blanks", "kind", "name"), FOUND)
def test_damage_that_once_moved_a_figure(
    layout: str, form: str, blanks: Blanks, kind: str, name: str, tmp_path: Path
) -> None:
    chosen = LAYOUTS[layout]
    tried = 0
    for seed in (20, 21):
        figures = random_figures(seed, form, blanks)
        whole = draft(figures, chosen.wording)
        for damage in (each for table in TABLES for each in KINDS[kind](whole.sheet(table)) if each.name == name):
            reading = reading_of(chosen.write(whole.with_sheet(damage.sheet)), chosen.suffix, tmp_path)
            assert taken(reading, figures, damage.keys) == []
            tried += 1
    assert tried


@pytest.mark.parametrize("table", ["requests", "review"])
def test_swapped_headers_in_fragments_are_told_by_where_they_stand(table: str, tmp_path: Path) -> None:
    """总计 and 其他, 结果纠正 and 其他结果: set upright, their fragments still make up every label of the form."""
    chosen, figures = LAYOUTS["layout"], random_figures(20, "2019")
    whole = draft(figures, chosen.wording)
    names = ("total 总计 <-> other_org 其他", "corrected 结果纠正 <-> reconsideration/other 其他结果")
    swaps = [damage for damage in KINDS["swap_headers"](whole.sheet(table)) if damage.name.endswith(names)]
    assert swaps
    for damage in swaps:
        reading = reading_of(chosen.write(whole.with_sheet(damage.sheet)), chosen.suffix, tmp_path)
        assert taken(reading, figures) == []
        assert {cell.status for cell in reading.cells if cell.table == table and cell.column == "total"} <= {
            "unreadable",
            "missing",
        }
