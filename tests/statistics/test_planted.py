"""What the simulation planted is found: the true rates are read, and intervals hold as often as they say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import govtext
from govtext.corpus.opened import Corpus
from govtext.simulate import Truth
from govtext.statistics import over_years, rates
from govtext.statistics.planted import coverage, planted, true_cells

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    out = tmp_path_factory.mktemp("statistics")
    return govtext.build(
        SAMPLE / "reports", places=SAMPLE / "places.csv", out=out, workers=1, progress=False
    ).open()  # fmt: skip


def test_rates_that_are_read_are_those_that_were_printed(corpus: Corpus) -> None:
    """Every rate of every report whose figures stand as drawn is read exactly."""
    made = rates(corpus)
    files = corpus.manifest.to_pandas()[["report", "file", "same_as"]]
    names = {row.report: Path(row.file).stem for row in files.itertuples() if not isinstance(row.same_as, str)}
    made["name"] = made["report"].map(names)
    true = rates(true_cells(Truth(SAMPLE))).set_index(["report", "rate"])
    seen = made[made["name"].isin(true.index.levels[0]) & made["value"].notna()]
    assert len(seen) > 3000
    both = seen.join(true[["value"]].rename(columns={"value": "value_true"}), on=["name", "rate"])
    differ = ~np.isclose(both["value"], both["value_true"], equal_nan=True)
    errors = Truth(SAMPLE).table("errors")["report"]
    assert set(both.loc[differ, "name"]) <= set(errors)
    assert differ.mean() < 0.01


def test_what_the_truth_says_never_contradicts_itself() -> None:
    made = rates(true_cells(Truth(SAMPLE)))
    assert set(made["status"]) == {"ok", "small_denominator", "zero_denominator", "not_on_form"}
    assert set(made["sums"]) <= {"hold", "", "unknown"}


def test_intervals_hold_the_planted_chances_as_often_as_they_say() -> None:
    truth = Truth(SAMPLE)
    made = coverage(rates(true_cells(truth)), planted(truth))
    assert made["rates"].sum() > 1500
    assert made["held"].sum() / made["rates"].sum() == pytest.approx(0.95, abs=0.02)
    assert made["share"].between(0.9, 0.99).all()
    assert made["width"].is_monotonic_decreasing


def test_chances_are_chances_and_add_up() -> None:
    made = planted(Truth(SAMPLE))
    assert made["chance"].between(0, 1).all()
    table = made.pivot(index="report", columns="rate", values="chance")
    outcomes = ["granted", "partial", "refused", "unavailable", "not_processed", "other"]
    assert table[outcomes].sum(axis=1).to_numpy() == pytest.approx(1)
    grounds = table[[name for name in table if name.startswith("refused.")]].sum(axis=1)
    assert grounds.to_numpy() == pytest.approx(1)
    assert "disputes" not in table


def test_years_of_a_corpus_say_their_side(corpus: Corpus) -> None:
    made = over_years(rates(corpus), "granted", scope="own")
    assert made["year"].tolist() == list(range(2019, 2025))
    assert made["side"].tolist() == ["before"] * 2 + ["after"] * 4
    assert (made["reports"] <= 11).all()
