"""Ranks with their intervals; the sensitivity indices against theory and against Monte Carlo; determinism."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import sobol_indices, spearmanr, uniform

from govtext.errors import GovTextError, UnknownCode
from govtext.quality import (
    Choices,
    Ranking,
    alpha,
    alphas,
    bootstrap,
    correlations,
    factors,
    index,
    leave_one_out,
    robust,
    sobol,
)
from govtext.quality.choices import levels_of
from govtext.quality.ranking import INTERVALS
from tests.quality.cases import drawn, made

THREE = {"in_time": [0, 0, 1], "sums_hold": [0.5, 1, 0.75], "stickiness": [0.2, 0.6, 0.4]}


def test_a_ranking_is_never_without_its_intervals() -> None:
    found = robust(drawn(), draws=20)
    ranking = found.ranking
    frame = ranking.to_pandas()
    assert set(INTERVALS) <= set(frame)
    assert frame[list(INTERVALS)].notna().all().all()
    assert (frame["low"] <= frame["rank"]).all()
    assert (frame["rank"] <= frame["high"]).all()
    assert (frame["low"] <= frame["low_90"]).all()
    for shown in (repr(ranking), ranking._repr_html_()):
        assert "over all choices" in shown
        assert "108 combinations" in shown
    tables = [name for name in vars(Ranking) if not name.startswith("_") and "frame" in name.lower()]
    assert tables == []


def test_the_mean_rank_shift_is_saisanas() -> None:
    found = robust(drawn(), draws=0)
    at, shifts = found.at, found.shifts
    assert shifts.loc[at, ["shift", "most"]].tolist() == [0, 0]
    by_hand = (found.ranks[5] - found.ranks[at]).abs().mean()
    assert shifts.loc[5, "shift"] == pytest.approx(by_hand)
    assert shifts.loc[5, "spearman"] == pytest.approx(spearmanr(found.ranks[5], found.ranks[at]).statistic)
    assert found.reference == Choices()


def test_one_dominating_report_is_first_whatever_the_choices() -> None:
    best = {"in_time": [1, 0, 0.5, 0.2], "sums_hold": [1, 0.5, 0.7, 0.6], "stickiness": [0.1, 0.5, 0.4, 0.6]}
    first = robust(made(best), draws=10).ranking.to_pandas().iloc[0]
    assert (first.name, first["low"], first["high"]) == ("r0", 1, 1)


def test_reports_without_a_score_somewhere_are_named_and_not_ranked() -> None:
    nan = math.nan
    columns = {"in_time": [0, 1, 0.5, 1], "sums_hold": [0.5, 1, 0.75, nan], "stickiness": [0.2, 0.6, 0.4, nan]}
    ranking = robust(made(columns), draws=5).ranking
    assert ranking.unranked["reason"].to_dict() == {"r3": "below_coverage"}
    assert sorted(ranking.to_pandas().index) == ["r0", "r1", "r2"]
    assert ranking.to_pandas()["boot_high"].max() <= 3


def test_sobol_of_a_known_function() -> None:
    """Y = 2a + b + 4ab with a, b in {0, 1}: centred effects give the shares by hand."""
    a, b = np.meshgrid([0.0, 1], [0.0, 1], indexing="ij")
    made_of = sobol(2 * a + b + 4 * a * b, ["a", "b"]).set_index("factor")
    main_a, main_b, both = (2 + 2) ** 2 / 4, (1 + 2) ** 2 / 4, 4**2 / 16
    whole = main_a + main_b + both
    assert made_of["first"].tolist() == pytest.approx([main_a / whole, main_b / whole])
    assert made_of["total"].tolist() == pytest.approx([(main_a + both) / whole, (main_b + both) / whole])


def test_a_sum_has_no_interactions_and_a_constant_no_indices() -> None:
    parts = np.array([0.0, 3, 4])[:, None] + np.array([1.0, 2])[None, :]
    found = sobol(parts, ["a", "b"])
    assert found["first"].to_numpy() == pytest.approx(found["total"].to_numpy())
    assert found["first"].sum() == pytest.approx(1)
    assert sobol(np.ones((2, 2)), ["a", "b"])["first"].isna().all()
    with pytest.raises(GovTextError):
        sobol(np.ones((2, 2)), ["a"] * 3)
    with pytest.raises(GovTextError):
        sobol([[1.0, np.nan]], ["a", "b"])


def test_enumeration_agrees_with_monte_carlo() -> None:
    """Saltelli et al. (2010) by scipy, over the same discrete choices."""
    found = robust(drawn(30), draws=0)
    shape = [len(each) for each in levels_of(found.reference).values()]
    values = found.shifts["shift"].to_numpy().reshape(shape)

    def looked_up(points: np.ndarray) -> np.ndarray:
        at = tuple(np.minimum((row * size).astype(int), size - 1) for row, size in zip(points, shape, strict=True))
        return values[at]

    drawn_ = sobol_indices(func=looked_up, n=2**13, dists=[uniform()] * 4, rng=np.random.default_rng(1))
    exact = found.sobol()
    assert drawn_.first_order == pytest.approx(exact["first"].to_numpy(), abs=0.03)
    assert drawn_.total_order == pytest.approx(exact["total"].to_numpy(), abs=0.03)
    with pytest.raises(UnknownCode):
        found.sobol("scores")


def test_leaving_out_what_never_varies_changes_nothing() -> None:
    given = made({**THREE, "redundancy": [0.1, 0.1, 0.1]})
    found = leave_one_out(given).set_index("left_out")
    assert found.loc["redundancy", ["shift", "most"]].tolist() == [0, 0]
    assert found.loc["sums_hold", "shift"] > 0
    assert leave_one_out(given, of="dimension")["left_out"].tolist() == ["timely", "arithmetic", "original"]
    with pytest.raises(UnknownCode):
        leave_one_out(given, of="rule")


def test_the_bootstrap_is_that_of_its_seed_and_draws_whole_issuers() -> None:
    given = drawn()
    assert np.array_equal(bootstrap(given, draws=9, seed=3), bootstrap(given, draws=9, seed=3), equal_nan=True)
    assert not np.array_equal(bootstrap(given, draws=9, seed=3), bootstrap(given, draws=9, seed=4), equal_nan=True)
    assert bootstrap(given, draws=4, by="issuer_id").shape == (20, 4)
    with pytest.raises(GovTextError):
        bootstrap(given, draws=-1)
    with pytest.raises(UnknownCode):
        bootstrap(given, by="year")


def test_alpha_of_the_textbook_and_of_parallel_parts() -> None:
    rng = np.random.default_rng(1)
    true = rng.normal(size=4000)
    parts = pd.DataFrame({name: true + rng.normal(size=4000) for name in "abcd"})
    assert alpha(parts) == pytest.approx(4 * 0.5 / (1 + 3 * 0.5), abs=0.02)  # Spearman-Brown at r = ½
    assert math.isnan(alpha(parts[["a"]]))


def test_consistency_tells_its_numbers() -> None:
    result = index(drawn(40))
    told = alphas(result).set_index("of")
    assert told.loc["index", "k"] == 8
    assert told.loc["timely", "n"] == int(result.points[["in_time", "days_in_hand"]].dropna().shape[0])
    made_of = correlations(result.sides)
    assert np.diag(made_of) == pytest.approx(1)
    assert made_of.attrs["n"].loc["timely", "timely"] == result.sides["timely"].notna().sum()
    table, loadings = factors(result.sides)
    assert table["eigenvalue"].sum() == pytest.approx(8)
    assert (loadings**2).sum().sum() == pytest.approx(table.loc[table["eigenvalue"] >= 1, "eigenvalue"].sum())
    with pytest.raises(GovTextError):
        factors(result.sides[["timely"]])


SCRIPT = """
import hashlib
from govtext.quality import Choices, robust
from tests.quality.cases import drawn
found = robust(drawn(60), Choices(weights="pca", normalise="z", aggregate="topsis"), draws=20)
frame = found.ranking.to_pandas()
told = frame.to_csv() + found.shifts.to_csv() + found.sobol().to_csv() + found.ranks.to_csv()
print(hashlib.sha256(told.encode()).hexdigest())
"""


def test_results_are_equal_under_other_numbers_of_threads() -> None:
    root = Path(__file__).resolve().parent.parent.parent
    told = set()
    for threads in ("1", "4"):
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
        given = {**os.environ, **dict.fromkeys(names, threads)}
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT], cwd=root, env=given, capture_output=True, text=True, check=True
        )
        told.add(run.stdout.strip())
    assert len(told) == 1
