"""The second reading: a failing sum is an error of the report only where two readings agree."""

from __future__ import annotations

from pathlib import Path

import pytest

import govtext
from govtext.model import Reading
from govtext.second import read_confirmed
from tests.renderings import LAYOUTS, hongze_2023, random_figures


def confirmed(layout: str, folder: Path, *, wrong: bool = True) -> Reading:
    figures = hongze_2023() if wrong else random_figures(3, "2021")
    file = folder / f"report{LAYOUTS[layout].suffix}"
    file.write_bytes(LAYOUTS[layout].render(figures))
    return read_confirmed(file)


@pytest.mark.parametrize("layout", ["crawl_bars", "html_word", "docx", "pdf"])
def test_wrong_printed_totals_are_read_twice_and_blamed_on_the_report(layout: str, tmp_path: Path) -> None:
    reading = confirmed(layout, tmp_path)
    assert any(note.step == "second reading" for note in reading.log)
    assert {cell.confirmed for cell in reading.cells if cell.table == "review"} == {True}
    failed = [
        each for each in govtext.Report(reading).findings if each.rule == "review.outcomes" and each.status == "fail"
    ]
    assert [(each.place, each.verdict) for each in failed] == [
        ("review/reconsideration/*", "report"),
        ("review/litigation_after/*", "report"),
    ]


def test_in_bare_lines_a_failed_sum_is_a_doubt(tmp_path: Path) -> None:
    """An empty cell leaves no trace there, so a stray figure may have taken its place."""
    reading = confirmed("spaces", tmp_path)
    found = [each for each in govtext.Report(reading).findings if each.rule == "review.outcomes"]
    assert [(each.status, each.verdict) for each in found] == [
        ("uncertain", "reading"),
        ("pass", ""),
        ("uncertain", "reading"),
    ]
    assert {cell.confirmed for cell in reading.cells if cell.table != "review"} == {None}


def test_where_the_sums_hold_nothing_is_read_again(tmp_path: Path) -> None:
    reading = confirmed("pdf", tmp_path, wrong=False)
    assert {cell.confirmed for cell in reading.cells} == {None}


def test_where_the_second_reading_differs_the_finding_is_a_doubt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govtext.second._careful", lambda *_: {})
    reading = confirmed("pdf", tmp_path)
    found = [
        each for each in govtext.Report(reading).findings if each.rule == "review.outcomes" and each.status != "pass"
    ]
    assert {(each.status, each.verdict) for each in found} == {("uncertain", "reading")}
    assert any(note.step == "second reading" and note.severity == "doubt" for note in reading.log)
