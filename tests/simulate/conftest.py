from __future__ import annotations

from pathlib import Path

import pytest

from govtext.simulate import Truth, simulate


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Truth:
    """Sixty bodies over six years, in every layout."""
    return simulate(60, range(2019, 2025), 1, tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="session")
def sample(corpus: Truth) -> set[str]:
    """Files of a sample: the first two of each kind of error and of each layout, and every twelfth besides."""
    reports, errors = corpus.table("reports"), corpus.table("errors")
    chosen = set(errors.groupby("kind").head(2)["report"])
    chosen |= set(reports.groupby("layout").head(2)["report"]) | set(reports["report"][::12])
    return set(reports[reports["report"].isin(chosen)]["file"])


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    simulate(8, [2020, 2021], 3, folder)
    return folder
