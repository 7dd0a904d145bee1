"""The command: a notebook run, built and verified; what fails is one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from typer.testing import CliRunner

from govtext.cli import app
from govtext.errors import GovTextError
from govtext.paper import building, running
from tests.paper.notebooks import EXAMPLE, bound, notebook


def kept(folder: Path, book: Any) -> Path:
    path = folder / "a.ipynb"
    nbformat.write(book, path)  # type: ignore[no-untyped-call]
    return path


def test_the_command_builds_all_formats_and_verifies_them(tmp_path: Path) -> None:
    run = CliRunner().invoke(
        app, ["paper", str(EXAMPLE), "--to", "pdf,html,latex,docx", "--out", str(tmp_path), "--as-kept"]
    )
    assert run.exit_code == 0
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert names == {"example.pdf", "example.html", "example-latex/example.tex", "example-latex/fig-points.png",
                     "example.docx", "example.provenance.json"}  # fmt: skip
    again = CliRunner().invoke(app, ["paper", str(EXAMPLE), "--out", str(tmp_path), "--verify"])
    assert (again.exit_code, again.output.strip()) == (0, "the same, to the byte")


def test_verifying_says_what_differs(tmp_path: Path) -> None:
    path = kept(tmp_path, notebook("共 {gov:n} 份", ("bind()", [bound("n", 71)])))
    building.build(path, ["html"], tmp_path / "out", run=False)
    kept(tmp_path, notebook("共 {gov:n} 份", ("bind()", [bound("n", 72)])))
    assert building.verify(path, tmp_path / "out") == ["number n (cell 2): 71 → 72", "a.html: other bytes than before"]
    (tmp_path / "out" / "a.html").write_text("touched", encoding="utf-8")
    assert "a.html: not the file that was built" in building.verify(path, tmp_path / "out")


def test_nothing_to_verify_is_told(tmp_path: Path) -> None:
    with pytest.raises(GovTextError, match="no paper to verify"):
        building.verify(EXAMPLE, tmp_path)


def test_an_unknown_format_is_told(tmp_path: Path) -> None:
    with pytest.raises(GovTextError, match=r"no format 'odt' .expected pdf, html, latex, docx"):
        building.build(EXAMPLE, ["odt"], tmp_path)


def test_a_file_that_is_no_notebook_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text("no", encoding="utf-8")
    with pytest.raises(GovTextError, match=r"a\.ipynb: no notebook that can be read"):
        building.build(tmp_path / "a.ipynb", ["html"], tmp_path)


CODE = "from govtext.paper import bind\nbind('n', 70 + 1)"


def test_a_notebook_that_fails_names_its_cell(tmp_path: Path) -> None:
    path = kept(tmp_path, notebook("正文", ("1 / 0", [])))
    with pytest.raises(GovTextError, match=r"a\.ipynb: the notebook fails \(at cell 2; found ZeroDivisionError"):
        building.build(path, ["html"], tmp_path)


def test_a_number_that_changed_stops_the_build(tmp_path: Path) -> None:
    path = kept(tmp_path, notebook("共 {gov:n} 份", (CODE, [bound("n", 70)])))
    with pytest.raises(GovTextError, match=r"bound number 'n' has changed \(at cell 2; found 71; expected 70, as kept"):
        building.build(path, ["html"], tmp_path)


def test_the_example_runs_to_what_it_keeps() -> None:
    book, fresh = running.opened(EXAMPLE), running.opened(EXAMPLE)
    running.run(fresh, EXAMPLE)
    outputs = [[each.get("data") for cell in side.cells for each in cell.get("outputs", [])] for side in (book, fresh)]
    assert [_without_versions(each) for each in outputs[0]] == [_without_versions(each) for each in outputs[1]]


def _without_versions(data: dict[str, Any]) -> dict[str, Any]:
    return {
        kind: each["origins"] if "provenance" in kind else each for kind, each in data.items() if kind != "image/png"
    }
