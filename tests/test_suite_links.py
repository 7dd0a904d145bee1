"""Index, previous and next links, and the kernel of the notebook suite are right, kept so by docs/suite.py."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
import pytest

from docs.suite import INDEX, KERNEL, LINKS, NOTEBOOKS, links, mend, stale, suite

LINK = re.compile(r"\]\(([^)\s]+\.ipynb)\)")


def sources(path: Path) -> str:
    return "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Three small notebooks, linked and indexed."""
    for number, name in enumerate(("one", "two", "three"), 1):
        cells = [nbformat.v4.new_markdown_cell(f"# 题{number} · {name}"), nbformat.v4.new_code_cell("1 + 1")]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / f"0{number}-{name}.ipynb")
    mend(tmp_path)
    return tmp_path


def test_the_suite_is_as_it_should_be() -> None:
    assert stale() == [], "python docs/suite.py"


def test_numbers_run_without_a_gap() -> None:
    numbers = [int(each.file[:2]) for each in suite(NOTEBOOKS)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_link_of_the_suite_leads_somewhere() -> None:
    for path in [*NOTEBOOKS.glob("*.ipynb"), *(NOTEBOOKS / "teaching").glob("*.ipynb")]:
        for target in LINK.findall(sources(path)):
            assert (path.parent / target).is_file(), f"{path.name}: {target}"


def test_the_index_names_every_notebook_and_every_lesson() -> None:
    named = set(LINK.findall(sources(NOTEBOOKS / INDEX)))
    there = {path.name for path in NOTEBOOKS.glob("*.ipynb")} - {INDEX}
    assert named == there | {f"teaching/{path.name}" for path in (NOTEBOOKS / "teaching").glob("*.ipynb")}


def test_every_notebook_and_lesson_asks_for_the_one_kernel() -> None:
    for path in [*NOTEBOOKS.glob("*.ipynb"), *(NOTEBOOKS / "teaching").glob("*.ipynb")]:
        assert nbformat.read(path, as_version=4).metadata.kernelspec == KERNEL, path.name


def test_first_middle_and_last_link_to_their_neighbours(copy: Path) -> None:
    titles = suite(copy)
    assert [LINK.findall(links(titles, at)) for at in range(3)] == [
        [INDEX, "02-two.ipynb"],
        ["01-one.ipynb", INDEX, "03-three.ipynb"],
        ["02-two.ipynb", INDEX],
    ]


def test_mending_twice_changes_nothing(copy: Path) -> None:
    before = {path.name: path.read_bytes() for path in copy.glob("*.ipynb")}
    assert mend(copy) == []
    assert {path.name: path.read_bytes() for path in copy.glob("*.ipynb")} == before


def test_a_notebook_put_in_between_makes_its_neighbours_and_the_index_stale(copy: Path) -> None:
    (copy / "03-three.ipynb").rename(copy / "04-three.ipynb")
    shutil.copy(copy / "01-one.ipynb", copy / "03-new.ipynb")
    assert set(stale(copy)) == {INDEX, "02-two.ipynb", "03-new.ipynb", "04-three.ipynb"}
    mend(copy)
    assert stale(copy) == []


def test_a_link_that_was_edited_and_another_kernel_are_told_and_mended(copy: Path) -> None:
    path = copy / "02-two.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].source = "[elsewhere](nowhere.ipynb)"
    nbformat.write(notebook, path)
    assert stale(copy) == ["02-two.ipynb"]
    mend(copy)
    notebook = nbformat.read(path, as_version=4)
    assert [cell.id for cell in notebook.cells].count(LINKS) == 1
    notebook.metadata.kernelspec.name = "julia"
    nbformat.write(notebook, path)
    assert stale(copy) == ["02-two.ipynb"]


def test_mending_leaves_cells_and_outputs_alone(copy: Path) -> None:
    path = copy / "02-two.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="2\n")]
    notebook.cells = notebook.cells[:-1]
    nbformat.write(notebook, path)
    assert mend(copy) == ["02-two.ipynb"]
    assert nbformat.read(path, as_version=4).cells[:2] == notebook.cells


def test_a_notebook_without_title_is_told(copy: Path) -> None:
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("no title")]), copy / "04-x.ipynb")
    with pytest.raises(ValueError, match=r"04-x\.ipynb: begins with no title"):
        suite(copy)
