"""Notebook 08 repointed by its one line runs to its end, and says what it cannot tell, where there is too little."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from govtext.simulate import simulate

ROOT = Path(__file__).resolve().parent.parent
STUDY = ROOT / "notebooks" / "08-a-small-study.ipynb"
LINE = "CORPUS = None"
WITHOUT_STATSMODELS = "import sys\nsys.modules['statsmodels'] = sys.modules['statsmodels.api'] = None"


def repointed(folder: Path, before: str = "") -> str:
    """What the notebook shows when its one line names a folder."""
    notebook = nbformat.read(STUDY, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert sum(cell.source.startswith(LINE) for cell in code) == 1
    for cell in code:
        cell.source = cell.source.replace(LINE, f"{before}\nCORPUS = {str(folder)!r}")
    made = {"metadata": {"path": str(STUDY.parent)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=made).execute()
    outputs = [output for cell in code for output in cell.outputs]
    assert not [output for output in outputs if output.get("name") == "stderr"]
    shown = [output.get("data", {}) for output in outputs]
    return "\n".join(data[kind] for data in shown for kind in ("text/markdown", "text/plain") if kind in data)


def test_two_real_reports_answer_nothing_and_say_why() -> None:
    shown = repointed(ROOT / "data" / "real")
    assert shown.count("**无法检验 no test**") >= 3
    assert "机关太少" in shown
    assert "次年可查的问题太少" in shown
    assert "没有真相" in shown
    assert not [word for word in ("consistent**", "opposite**", "undecided**") if word in shown]
    assert "模拟数据" not in shown


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return simulate(16, range(2021, 2024), 4, tmp_path_factory.mktemp("study") / "mine", layouts=["plain"]).folder


def test_a_folder_of_ones_own_is_studied_and_named(corpus: Path) -> None:
    shown = repointed(corpus)
    assert "**H2 争议** 率比 ratio" in shown
    assert "**无法检验" not in shown
    assert "mine（模拟 simulated）" in shown
    assert str(corpus.parent) not in shown


def test_without_statsmodels_disputes_are_told_by_ranks(corpus: Path) -> None:
    shown = repointed(corpus, WITHOUT_STATSMODELS)
    assert "**H2 争议** 秩相关 rank correlation" in shown
    assert "govtext[stats]" in shown
