"""Named real reports that must be read whole; where the reports are is told by GOVTEXT_REPORTS."""

from __future__ import annotations

import os
import runpy
from decimal import Decimal
from pathlib import Path

import pytest

from govtext.parse import parse
from govtext.readers import read_document
from tests.renderings import Figures, anju_2020, hongze_2023
from tests.renderings.expect import wrong

REPORTS = Path(os.environ.get("GOVTEXT_REPORTS", "."))
TRUTH = REPORTS.parent / "contract" / "truth.py"
NAMED = {"000_8fda2105dcda898c.txt": anju_2020, "hongze-2023.pdf": hongze_2023}

pytestmark = pytest.mark.skipif("GOVTEXT_REPORTS" not in os.environ, reason="the real reports are not here")


def figures(name: str) -> Figures:
    return NAMED[name]()


@pytest.mark.parametrize("name", NAMED)
def test_a_real_report_is_read_whole(name: str) -> None:
    reading = parse(read_document(REPORTS / name))
    assert wrong(reading, figures(name)) == []


@pytest.mark.parametrize("careful", [False, True])
def test_both_paths_read_the_same_figures(careful: bool) -> None:
    name = "hongze-2023.pdf"
    assert wrong(parse(read_document(REPORTS / name, careful=careful)), figures(name)) == []


@pytest.mark.skipif(not TRUTH.exists(), reason="the contract is not here")
@pytest.mark.parametrize("name", NAMED)
def test_the_figures_here_are_those_of_the_contract(name: str) -> None:
    truth = runpy.run_path(str(TRUTH))["TRUTH"][name]
    assert {key: Decimal(str(value)) for key, value in truth.items()} == figures(name).values


def test_the_blank_form_has_no_figure() -> None:
    """The official form as issued: its cells are empty, not zero."""
    reading = parse(read_document(REPORTS / "official-form-2021.docx"))
    assert {cell.status for cell in reading.cells} == {"empty"}
    assert len(reading.cells) == 200
