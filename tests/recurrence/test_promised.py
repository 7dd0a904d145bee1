"""Promised measures and what became of the problem: published intervals, fates that add up."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.errors import UnknownCode
from govtext.recurrence import history, outcomes, promises
from govtext.recurrence.shares import clustered_share, holm, mantel_haenszel, newcombe, odds_ratio, plain_share

COLUMNS = ["issuer_id", "year", "kind", "n", "codes", "text", "pairs"]


def frame(with_measure: tuple[int, int], without: tuple[int, int]) -> pd.DataFrame:
    """One issuer a problem: so many returned of so many with, and without, a measure."""
    rows: list[tuple[object, ...]] = []
    for name, (returned, n) in (("with", with_measure), ("without", without)):
        for number in range(n):
            issuer = f"{name}{number:03d}"
            then = "staffing" if number < returned else "platform"
            rows += [(issuer, 2019, "problem", 1, "staffing", "人手不足", "1" if name == "with" else ""),
                     (issuer, 2020, "problem", 1, then, then, "")]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090), ((5, 56, 0, 29), -0.0381, 0.1926),
     ((10, 10, 0, 10), 0.6075, 1.0)],
)  # fmt: skip
def test_newcombe_as_published(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17: 873–890, table II, method 10."""
    made = newcombe(plain_share(*counts[:2]), plain_share(*counts[2:]))
    assert (round(made.low, 4), round(made.high, 4)) == (low, high)


def test_mantel_haenszel_as_statsmodels_has_it() -> None:
    made = mantel_haenszel([[[10, 20], [5, 40]], [[12, 6], [9, 14]]])
    assert tuple(made) == pytest.approx((3.5582822085889565, 1.4792252823048324, 8.559461785450676))
    assert np.isnan(mantel_haenszel([[[1, 0], [1, 0]]]).value)


def test_odds_ratio_with_an_empty_cell_and_with_an_empty_row() -> None:
    assert odds_ratio([[5, 0], [2, 3]]).value == pytest.approx(5.5 * 3.5 / (0.5 * 2.5))
    assert np.isnan(odds_ratio([[0, 0], [2, 3]]).value)


def test_the_table_is_that_of_the_frame() -> None:
    made = promises(frame((3, 10), (6, 8)), clustered=False).set_index("same").loc["code"]
    assert made[["returned_with", "with_measure", "returned_without", "without_measure"]].tolist() == [3, 10, 6, 8]
    expected = newcombe(plain_share(3, 10), plain_share(6, 8))
    assert (made["difference"], made["low"], made["high"]) == pytest.approx(tuple(expected))
    assert made["odds_ratio"] == pytest.approx((3 * 2) / (7 * 6))
    assert made["common_odds_ratio"] == pytest.approx(made["odds_ratio"])  # all of one code


def test_it_says_association_and_not_effect() -> None:
    made = promises(frame((3, 10), (6, 8)))
    assert "association" in made.attrs["note"]
    assert "not an effect" in made.attrs["note"]


def test_a_code_that_has_measures_and_returns_is_no_association_within_codes() -> None:
    """Simpson: one code returns and is promised, the other neither; within each code nothing differs."""
    easy, hard = frame((2, 4), (10, 20)), frame((16, 20), (4, 5))
    hard = hard.assign(issuer_id="h" + hard["issuer_id"], codes=hard["codes"].replace("staffing", "awareness"))
    made = promises(pd.concat([easy, hard]), clustered=False).set_index("same").loc["code"]
    assert made["odds_ratio"] > 1.5
    assert made["common_odds_ratio"] == pytest.approx(1)


def test_fates_add_up_to_all_problems() -> None:
    given_frame = frame((3, 10), (6, 8))
    made = outcomes(given_frame)
    assert made["n"].sum() == len(history(given_frame).problems)
    known = made[made["fate"] != "not_known"]
    assert dict(zip(known["fate"], known["n"], strict=True)) == {
        "returned_promised_again": 0, "returned_promised_once": 3, "returned_never_promised": 6,
        "vanished_after_promise": 7, "vanished_without_measure": 2,
    }  # fmt: skip
    assert known["share"].sum() == pytest.approx(1)
    with pytest.raises(UnknownCode, match="colour"):
        outcomes(given_frame, "colour")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=1, max_size=40))
def test_a_clustered_interval_holds_its_share_and_is_never_narrower(cases: list[tuple[bool, int]]) -> None:
    hits, clusters = [hit for hit, _ in cases], [cluster for _, cluster in cases]
    made, plain = clustered_share(hits, clusters), plain_share(sum(hits), len(hits))
    if made.clusters < 2:
        assert np.isnan(made.low)
        return
    assert made.low <= made.share <= made.high
    assert made.high - made.low >= plain.high - plain.low - 1e-12


@settings(max_examples=80, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=10))
def test_holm_keeps_the_order_and_never_lowers(p: list[float]) -> None:
    made = holm(p)
    assert (made >= np.array(p) - 1e-12).all()
    assert (np.diff(made[np.argsort(p, kind="stable")]) >= -1e-12).all()
