from __future__ import annotations

from pathlib import Path

import pytest

import govtext
from govtext.corpus.opened import Corpus

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "sample" / "reports"


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The simulated reports of two years, one a form, and a file that is no report."""
    folder = tmp_path_factory.mktemp("export")
    bad = folder / "bad"
    bad.mkdir()
    (bad / "=1+1.txt").write_text("今天天气很好，适合出门散步。", encoding="utf-8")
    govtext.build(SAMPLE / "2020", SAMPLE / "2023", bad, out=folder / "corpus", workers=1, progress=False)
    return govtext.open_corpus(folder / "corpus")
