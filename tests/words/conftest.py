"""The simulated sample as a corpus, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from govtext.corpus import build
from govtext.corpus.opened import Corpus

SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "reports"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return build(SAMPLE, out=tmp_path_factory.mktemp("words") / "corpus", workers=1, progress=False).open()


@pytest.fixture(scope="session")
def prose(sample: Corpus) -> list[str]:
    """The text of every section."""
    return [text for text in sample.sections.to_pandas(["text"])["text"] if text]
