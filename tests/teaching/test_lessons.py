"""The masters run offline with fresh outputs; a student copy fails at its checks and nowhere else, passes filled in."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from govtext.teaching import BadMaster, student_copy, write_students
from govtext.teaching.student import BEGIN, END, INSTRUCTOR, STUBS
from tests.test_notebooks import joined, texts

ROOT = Path(__file__).resolve().parent.parent.parent
MASTERS = sorted((ROOT / "notebooks/teaching").glob("*.ipynb"))
BY_FILE = pytest.mark.parametrize("path", MASTERS, ids=lambda path: path.stem)


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def tagged(notebook: NotebookNode, tag: str) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]


def code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def run(notebook: NotebookNode, **options: bool) -> NotebookNode:
    place = {"metadata": {"path": str(ROOT / "notebooks/teaching")}}
    return NotebookClient(notebook, timeout=300, kernel_name="python3", resources=place, **options).execute()


def errors(notebook: NotebookNode) -> dict[str, str]:
    """Cell to the name of the error in it."""
    return {cell.id: each.ename for cell in code(notebook) for each in cell.outputs if each.output_type == "error"}


def filled(copy: NotebookNode, master: NotebookNode) -> NotebookNode:
    """The copy with the master's answers written in by hand, as a student would: no marks."""
    answers = {cell.id: cell.source for cell in tagged(master, "answer") + tagged(master, "discuss")}
    for cell in copy.cells:
        if cell.id in answers:
            cell.source = "\n".join(
                line for line in answers[cell.id].split("\n") if BEGIN not in line and END not in line
            )
    return copy


def test_there_are_four_sessions() -> None:
    assert [path.name[0] for path in MASTERS] == list("1234")


@BY_FILE
def test_a_master_runs_and_its_outputs_are_fresh(path: Path) -> None:
    notebook = read(path)
    kept = joined(texts(notebook))
    run(notebook)
    assert joined(texts(notebook)) == kept, "stale: make notebooks"


@BY_FILE
def test_a_student_copy_fails_at_every_check_and_nowhere_else(path: Path) -> None:
    copy = run(student_copy(read(path)), allow_errors=True)
    assert errors(copy) == {cell.id: "NotAnswered" for cell in tagged(copy, "check")}


@BY_FILE
def test_a_student_copy_filled_in_runs_the_very_code_of_the_master_which_passes(path: Path) -> None:
    master = read(path)
    copy = filled(student_copy(master), master)
    plain = filled(read(path), master)
    assert [cell.source for cell in code(copy)] == [cell.source for cell in code(plain)]
    assert not errors(master)
    for cell in tagged(master, "check"):
        name = cell.source.split(".")[1].split("(")[0]
        assert "".join(output.text for output in cell.outputs) == f"✓ {name}：对了。 · Right.\n"


def test_a_student_copy_filled_in_passes_when_it_is_run() -> None:
    master = read(MASTERS[0])
    done = run(filled(student_copy(master), master))
    assert not errors(done)
    assert joined(texts(done)) == joined(texts(master))


@BY_FILE
def test_a_student_copy_has_no_solution_note_output_or_mark(path: Path) -> None:
    master, copy = read(path), student_copy(read(path))
    whole = nbformat.writes(copy)
    there = {line for cell in copy.cells for line in cell.source.split("\n")}
    own = {cell.id: cell.source.split("\n") for cell in copy.cells}
    for cell in tagged(master, "answer") + tagged(master, "discuss"):
        inside = cell.source.split(BEGIN)[1].split(END)[0].split("\n")[1:-1]
        inside = [line for line in inside if line]
        assert set(inside) - there
        assert not set(inside) & set(own[cell.id])
    assert BEGIN not in whole
    assert END not in whole
    assert not tagged(copy, INSTRUCTOR)
    assert "Instructor" not in whole
    assert not [cell for cell in code(copy) if cell.outputs or cell.execution_count]


@BY_FILE
def test_a_lesson_has_all_that_a_teacher_needs(path: Path) -> None:
    master = read(path)
    first, notes = master.cells[0].source, tagged(master, INSTRUCTOR)
    assert all(word in first for word in ("Aims", "Data", "Time plan", "How to answer"))
    assert len(notes) >= 4
    assert all(cell.cell_type == "markdown" and _both(cell.source) for cell in notes)
    exercises = [cell for cell in master.cells if cell.cell_type == "markdown" and cell.source.startswith("### 练习")]
    assert len(exercises) == len(tagged(master, "answer")) == len(tagged(master, "check"))
    assert all("<summary>提示 · Hint</summary>" in cell.source and _both(cell.source) for cell in exercises)
    assert len(tagged(master, "discuss")) == 1
    assert "Limitations" in master.cells[-1].source


@BY_FILE
def test_the_time_plan_fills_ninety_minutes_and_the_exercises_fit(path: Path) -> None:
    master = read(path)
    plan = [tuple(map(int, each)) for each in re.findall(r"^\| (\d+)–(\d+) \|", master.cells[0].source, re.MULTILINE)]
    assert plan[0][0] == 0
    assert plan[-1][1] == 90
    assert all(one[1] == other[0] for one, other in pairwise(plan))
    minutes = [
        int(each) for cell in master.cells for each in re.findall(r"^### (?:练习|讨论).*（(\d+) 分钟", cell.source)
    ]
    assert len(minutes) == len(tagged(master, "check")) + 1
    assert 60 <= sum(minutes) <= 90


@BY_FILE
def test_a_master_is_a_source_that_nbgrader_takes(path: Path) -> None:
    cells = [cell for cell in read(path).cells if "nbgrader" in cell.metadata]
    ids = [cell.metadata.nbgrader.grade_id for cell in cells]
    assert len(ids) == len(set(ids))
    for cell in cells:
        told, tags = cell.metadata.nbgrader, cell.metadata.tags
        assert told.solution == (tags[0] in ("answer", "discuss")) == (BEGIN in cell.source)
        assert told.grade == (tags[0] in ("check", "discuss")) == ("points" in told)


@BY_FILE
def test_a_master_is_clean(path: Path) -> None:
    master = read(path)
    cells = code(master)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert "widgets" not in master.metadata
    assert not [cell for cell in cells if any(output.get("name") == "stderr" for output in cell.outputs)]
    assert str(ROOT) not in nbformat.writes(master)


def test_the_command_writes_copies_with_their_data_and_keeps_what_was_worked_in(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "govtext.teaching",
        "--masters",
        str(ROOT / "notebooks/teaching"),
        "--out",
        str(tmp_path),
    ]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd=ROOT)
    assert done.stdout.count("written") == len(MASTERS)
    assert {path.name for path in tmp_path.glob("*")} == {"data", *(path.name for path in MASTERS)}
    mine = tmp_path / MASTERS[0].name
    worked = read(mine)
    worked.cells[1].source += "\nmy_note = 1"
    nbformat.write(worked, mine)
    again = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd=ROOT)
    assert again.stdout.count("kept") == 1
    assert "my_note" in mine.read_text(encoding="utf-8")


def test_no_masters_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(BadMaster, match="no master notebooks"):
        write_students(tmp_path, tmp_path / "out", ROOT / "data")


@pytest.mark.parametrize("source", [BEGIN, f"{BEGIN}\nx\n{BEGIN}", END, f"{BEGIN}\n{END}\n{END}"])
def test_a_solution_that_is_not_marked_right_is_told(source: str) -> None:
    with pytest.raises(BadMaster, match="a solution"):
        student_copy(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]))


def test_the_stub_keeps_the_place_of_the_solution_in_its_line_of_code() -> None:
    cell = nbformat.v4.new_code_cell(f"def f():\n    # {BEGIN}\n    return 1\n    # {END}\n    pass")
    made = student_copy(nbformat.v4.new_notebook(cells=[cell])).cells[0].source
    assert made == f"def f():\n    {STUBS['code']}\n    pass"


def _both(text: str) -> bool:
    return bool(re.search(r"[\u4e00-\u9fff]", text) and re.search(r"[A-Za-z]{2,} [a-z]+ [a-z]+", text))
