"""Every notebook runs offline from the repository alone, and what it shows is what running it gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def texts(notebook: nbformat.NotebookNode) -> list[list[str]]:
    """For each code cell its outputs as text; of a picture only that there is one."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [[text for output in cell.outputs for text in _texts(output)] for cell in cells]


def _texts(output: Any) -> list[str]:
    if output.output_type == "stream":
        return [output.text]
    data = output.get("data", {})
    kept = [data[kind] for kind in ("text/plain", "text/html", "text/markdown") if kind in data]
    return kept + ["(picture)"] * ("image/png" in data)


def joined(outputs: list[list[str]]) -> list[str]:
    return ["\n".join(cell).rstrip() for cell in outputs]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_fresh_run_gives_the_outputs_that_are_kept(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    kept = joined(texts(notebook))
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
    ).execute()
    assert joined(texts(notebook)) == kept, "stale: make notebooks"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_whole(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    first = notebook.cells[0]
    assert notebook.metadata.kernelspec.name == "python3"
    assert first.cell_type == "markdown"
    assert all(word in first.source for word in ("Question", "Data", "Answer"))
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1)), "run from top to bottom"
    assert not [cell for cell in code if any(output.output_type == "error" for output in cell.outputs)]
    assert not [cell for cell in code if any(output.get("name") == "stderr" for output in cell.outputs)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_tells_its_limits_and_names_no_place_of_a_machine(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert any("Limitations" in cell.source for cell in notebook.cells)
    shown = "".join(joined(texts(notebook)))
    assert str(Path.home()) + "/" not in shown
    assert str(FOLDER.parent) not in shown


def test_there_is_a_notebook() -> None:
    assert NOTEBOOKS
