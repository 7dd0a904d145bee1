"""Student copies of the master notebooks: without solutions, instructor's notes and outputs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from copy import deepcopy
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from govtext.errors import GovTextError
from govtext.teaching.folder import PARTS

if TYPE_CHECKING:
    from nbformat import NotebookNode

BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"
"""A line that holds one of these begins or ends a solution; the marks are those of nbgrader."""
STUBS = {"code": "# 在此作答 · YOUR CODE HERE", "markdown": "*（在此作答 · write here）*"}
INSTRUCTOR = "instructor"
"""Cells with this tag are for the instructor alone."""


class BadMaster(GovTextError):
    """A master notebook whose solutions are not marked as they should be."""


def student_copy(master: NotebookNode) -> NotebookNode:
    """A copy without cells tagged `instructor`, with a stub in the place of each solution, and without outputs.

    Everything else, ids and the metadata that nbgrader reads too, stays. Raises `BadMaster` for a solution without end.

    >>> import nbformat.v4 as v4
    >>> cell = v4.new_code_cell("x = ...\\n### BEGIN SOLUTION\\nx = 3\\n### END SOLUTION")
    >>> student_copy(v4.new_notebook(cells=[cell])).cells[0].source
    'x = ...\\n# 在此作答 · YOUR CODE HERE'
    """
    from nbconvert.preprocessors import ClearOutputPreprocessor, TagRemovePreprocessor

    tagged = TagRemovePreprocessor(enabled=True, remove_cell_tags={INSTRUCTOR})  # type: ignore[no-untyped-call]
    outputs = ClearOutputPreprocessor(enabled=True)  # type: ignore[no-untyped-call]
    copy: NotebookNode
    copy, _ = outputs.preprocess(*tagged.preprocess(deepcopy(master), {}))  # type: ignore[no-untyped-call]
    for cell in copy.cells:
        cell.source = "\n".join(_cleared(cell.source.split("\n"), STUBS.get(cell.cell_type, ""), cell.id))
    copy.metadata.pop("widgets", None)
    return copy


def write_students(masters: str | PathLike[str], out: str | PathLike[str], data: str | PathLike[str]) -> dict[str, str]:
    """Write the student copy of each master into `out`, with the data beside them: name to `written` or `kept`.

    A copy that someone has worked in is kept, never written over. Raises `BadMaster`, also where there is no master.
    """
    paths = sorted(Path(masters).glob("*.ipynb"))
    if not paths:
        raise BadMaster("no master notebooks", file=str(masters))
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    done = {}
    for path in paths:
        made, there = student_copy(_read(path)), folder / path.name
        done[path.name] = "kept" if there.exists() and _sources(there) != _all(made) else "written"
        if done[path.name] == "written":
            _write(made, there)
    for part in PARTS:
        shutil.copytree(Path(data) / part, folder / "data" / part, dirs_exist_ok=True)
    return done


def _cleared(lines: list[str], stub: str, cell: str) -> Iterator[str]:
    inside = False
    for line in lines:
        if BEGIN in line or END in line:
            if (BEGIN in line) == inside:
                raise BadMaster("a solution begins or ends twice", place=f"cell {cell}")
            inside = not inside
            if inside:
                yield line[: len(line) - len(line.lstrip())] + stub
        elif not inside:
            yield line
    if inside:
        raise BadMaster("a solution does not end", place=f"cell {cell}", expected=END)


def _all(notebook: NotebookNode) -> list[str]:
    return [str(cell.source) for cell in notebook.cells]


def _sources(path: Path) -> list[str]:
    return _all(_read(path))


def _read(path: Path) -> NotebookNode:
    import nbformat

    notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def _write(notebook: NotebookNode, path: Path) -> None:
    import nbformat

    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]
