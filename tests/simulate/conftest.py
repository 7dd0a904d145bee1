from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from govtext import build
from govtext.corpus.opened import Corpus
from govtext.simulate import Truth, simulate
from govtext.simulate.scoring import Score, score

YEARS = range(2019, 2025)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Truth:
    """Sixty bodies over six years, in every layout."""
    return simulate(60, YEARS, 1, tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="session")
def sample(corpus: Truth) -> set[str]:
    """Files of a sample: the first two of each layout, and every twelfth besides."""
    reports = corpus.table("reports")
    chosen = {*reports.groupby("layout").head(2)["report"], *reports["report"][::12]}
    return set(reports[reports["report"].isin(chosen)]["file"])


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    simulate(8, [2020, 2021], 3, folder)
    return folder


def built(folder: Path, out: Path) -> Corpus:
    places = folder / "places.csv"
    return build(folder / "reports", out=out, places=places, workers=1, progress=False).open()


@pytest.fixture(scope="session")
def every(tmp_path_factory: pytest.TempPathFactory) -> Truth:
    """So many reports that every kind of error stands in every layout."""
    return simulate(64, YEARS, 5, tmp_path_factory.mktemp("every"), balanced=True)


@pytest.fixture(scope="session")
def scored(every: Truth, tmp_path_factory: pytest.TempPathFactory) -> Score:
    return score(built(every.folder, tmp_path_factory.mktemp("scored")), every)


@pytest.fixture(scope="session")
def twelve(tmp_path_factory: pytest.TempPathFactory) -> tuple[Truth, Corpus]:
    """A small corpus that holds a further edition of every kind."""
    folder = tmp_path_factory.mktemp("twelve")
    truth = simulate(12, [2020, 2021, 2022], 34, folder / "simulated")
    return truth, built(truth.folder, folder / "corpus")


@pytest.fixture
def other_truth(twelve: tuple[Truth, Corpus], tmp_path: Path) -> Truth:
    """Its truth, to be made wrong."""
    shutil.copytree(twelve[0].folder / "truth", tmp_path / "truth")
    return Truth(tmp_path)
