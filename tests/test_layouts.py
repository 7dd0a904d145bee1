"""The same figures in every layout: each is read right, each blank is told, nothing else has a value."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest

from govtext.forms import Identity, forms
from govtext.parse import parse
from govtext.readers import read_document
from tests.renderings import LAYOUTS, Figures, anju_2020, draft, hongze_2023, office, pages, random_figures
from tests.renderings.expect import wrong
from tests.renderings.figures import Value
from tests.renderings.layouts import YUAN
from tests.renderings.reading import reading_of

REPORTS: dict[str, Callable[[], Figures]] = {
    "anju": anju_2020,
    "hongze": hongze_2023,
    **{f"random {form.code}": partial(random_figures, 1, form.code) for form in forms()},
    **{f"some blank {form.code}": partial(random_figures, 2, form.code, "some") for form in forms()},
    **{f"zeros blank {form.code}": partial(random_figures, 3, form.code, "zeros") for form in forms()},
    **{f"totals blank {form.code}": partial(random_figures, 4, form.code, "totals") for form in forms()},
    **{f"slashes {form.code}": partial(random_figures, 5, form.code, "marks") for form in forms()},
}
FORM_NAMES = {"anju": "2019", "hongze": "mixed"}


def problems_of(figures: Figures, data: bytes, suffix: str, folder: Path, *, blanks: bool = True) -> list[str]:
    reading = reading_of(data, suffix, folder)
    return [reading.form.name, *wrong(reading, figures, blanks=blanks)]


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_figure_is_read_right_in_every_layout(layout: str, report: str, tmp_path: Path) -> None:
    figures, chosen = REPORTS[report](), LAYOUTS[layout]
    form = FORM_NAMES.get(report, report[-4:])
    found = problems_of(figures, chosen.render(figures), chosen.suffix, tmp_path, blanks=chosen.blanks)
    assert found == [form]


@pytest.mark.parametrize("layout", ["crawl_bars", "html_simple", "docx", "spaces"])
@pytest.mark.parametrize("seed", range(10, 16))
def test_other_figures_are_read_as_well(layout: str, seed: int, tmp_path: Path) -> None:
    figures, chosen = random_figures(seed, forms()[seed % 2].code), LAYOUTS[layout]
    assert problems_of(figures, chosen.render(figures), chosen.suffix, tmp_path) == [forms()[seed % 2].code]


def test_no_two_numbers_of_a_random_report_are_the_same() -> None:
    for form in forms():
        numbers = list(random_figures(7, form.code).values.values())
        assert len(numbers) == len(set(numbers)) == len(list(form.figures()))


def _sum(values: Mapping[str, Value], identity: Identity, line: str, codes: Sequence[str]) -> Decimal:
    pairs = [(code, line) if identity.add == "rows" else (line, code) for code in codes]
    return sum((Decimal(values["/".join((identity.table, *pair))] or 0) for pair in pairs), Decimal(0))


def test_random_reports_obey_every_identity() -> None:
    for form in forms():
        values = random_figures(8, form.code).values
        for identity in form.identities:
            for line in {f.column if identity.add == "rows" else f.row for f in form.figures(identity.table)}:
                left, right = (_sum(values, identity, line, side) for side in (identity.left, identity.right))
                assert left == right, (identity.rule, line)


@pytest.mark.skipif(not office.soffice(), reason="soffice is not installed")
@pytest.mark.parametrize("kind", ["odt", "rtf", "doc"])
def test_what_soffice_writes_is_read_right(kind: str, tmp_path: Path) -> None:
    names = ("anju", "hongze", "some blank 2021")
    written = office.convert({name.replace(" ", "_"): LAYOUTS["docx"].render(REPORTS[name]()) for name in names}, kind)
    for name in names:
        form = FORM_NAMES.get(name, name[-4:])
        assert problems_of(REPORTS[name](), written[name.replace(" ", "_")], f".{kind}", tmp_path) == [form], name


@pytest.mark.skipif("GOVTEXT_REPORTS" not in os.environ, reason="needs the official blank form")
@pytest.mark.parametrize("blanks", ["none", "some"])
def test_the_official_blank_form_filled_in_is_read_right(blanks: str, tmp_path: Path) -> None:
    figures = random_figures(6, "2021", "some" if blanks == "some" else "none")
    data = office.blank_form(figures, Path(os.environ["GOVTEXT_REPORTS"], "official-form-2021.docx"))
    assert problems_of(figures, data, ".docx", tmp_path) == ["2021"]


@pytest.mark.skipif(not find_spec("rapidocr"), reason="needs the extra ocr")
def test_a_scan_gives_no_wrong_figure_unmarked(tmp_path: Path) -> None:
    """Characters are guessed from a picture: nearly all figures right, each marked as coming from a scan."""
    figures = random_figures(9, "2021")
    file = tmp_path / "scan.pdf"
    file.write_bytes(pages.scan(draft(figures, YUAN)))
    document = read_document(file)
    cells = {cell.key: cell for cell in parse(document).cells}
    right = [key for key, value in figures.values.items() if cells[key].value == value]
    false = [key for key, value in figures.values.items() if cells[key].value not in (None, value)]
    assert document.scanned
    assert len(right) >= 0.9 * len(figures.values)
    assert len(false) <= 0.02 * len(figures.values)
