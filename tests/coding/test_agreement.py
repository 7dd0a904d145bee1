"""Agreement against values worked out by hand, published examples, and scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from govtext.coding import BadCoding, agreement, krippendorff_alpha
from govtext.coding.codes import codes_in
from govtext.coding.distances import masi, nominal

SETS = ["p", "q", "r", "p q", "q p", "q r", "p q r"]
FOUR = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]


def coding(codes: Sequence[str | None]) -> pd.DataFrame:
    return pd.DataFrame({"item_id": [f"i{at}" for at in range(len(codes))], "codes": codes})


def value(frame: pd.DataFrame, measure: str, code: str = "") -> float:
    return float(frame[(frame["measure"] == measure) & (frame["code"] == code)]["value"].iloc[0])


def test_the_published_example_of_four_observers_with_gaps() -> None:
    """Krippendorff 2011, Computing Krippendorff's alpha-reliability, C: 0.743; one unit has but one value."""
    lines = [[None if each == "." else each for each in line] for line in FOUR]
    made = krippendorff_alpha([coding(line) for line in lines], distance="nominal", resamples=0)
    assert made["value"] == pytest.approx(0.743, abs=5e-4)
    assert made["items"] == 11


def test_the_published_example_of_two_observers() -> None:
    """Krippendorff 2011, B: 0.692."""
    made = krippendorff_alpha(
        [coding(list("aabbdcccedda")), coding(list("babbbccceddd"))], distance="nominal", resamples=0
    )
    assert made["value"] == pytest.approx(0.692, abs=5e-4)


def test_kappa_of_a_table_by_hand() -> None:
    """20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: (0.7 - 0.5) / (1 - 0.5) = 0.4."""
    a = coding(["p"] * 25 + ["q"] * 25)
    b = coding(["p"] * 20 + ["q"] * 5 + ["p"] * 10 + ["q"] * 15)
    made = agreement(a, b, resamples=0)
    assert value(made, "kappa_first") == pytest.approx(0.4)
    assert value(made, "kappa", "p") == pytest.approx(0.4)
    assert value(made, "percent_first") == value(made, "percent", "q") == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("p", "p", 0),
        ("p q", "q p", 0),
        ("p", "q", 1),
        ("p", "p q", 1 - 1 / 2 * 2 / 3),
        ("p", "p q r", 1 - 1 / 3 * 2 / 3),
        ("p q", "q r", 1 - 1 / 3 * 1 / 3),
        ("", "", 0),
        ("", "p", 1),
    ],
)
def test_masi_by_hand(one: str, other: str, expected: float) -> None:
    """Passonneau 2006: 1 - Jaccard x (1, 2/3 where one holds the other, 1/3 where they overlap, 0)."""
    assert masi(codes_in(one), codes_in(other)) == pytest.approx(expected)


def test_alpha_with_masi_by_hand() -> None:
    """Units {p}/{p}, {p q}/{p}, {q}/{q}, from the table of coincidences."""
    a, b = coding(["p", "p q", "q"]), coding(["p", "p", "q"])
    apart = 2 / 3  # {p} and {p q}, as {q} and {p q}
    observed = 2 * apart / 6  # one unit of three differs, both ways round, of six values
    expected = 2 * (3 * 1 * apart + 3 * 2 * 1 + 1 * 2 * apart) / (6 * 5)  # three {p}, one {p q}, two {q}
    made = agreement(a, b, resamples=0)
    assert value(made, "alpha_masi") == pytest.approx(1 - observed / expected)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(SETS), st.sampled_from(SETS)), min_size=2, max_size=30))
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    left, right = zip(*pairs, strict=True)
    made = agreement(coding(left), coding(right), resamples=0)
    first = [[codes_in(each)[0] for each in side] for side in (left, right)]
    _same(value(made, "kappa_first"), first)
    for code in set(made["code"]) - {""}:
        _same(value(made, "kappa", code), [[code in codes_in(each) for each in side] for side in (left, right)])


def _same(made: float, sides: list[list[object]]) -> None:
    if len({each for side in sides for each in side}) == 1:
        assert np.isnan(made)
    else:
        assert made == pytest.approx(cohen_kappa_score(*([str(each) for each in side] for side in sides)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SETS), min_size=2, max_size=20), st.randoms())
def test_who_is_first_and_the_order_of_items_do_not_matter(codes: list[str], random: object) -> None:
    other = sorted(codes, key=lambda _: random.random())  # type: ignore[attr-defined]
    a, b = coding(codes), coding(other)
    made, turned = agreement(a, b, resamples=0), agreement(b.iloc[::-1], a, resamples=0)
    order = ["measure", "code"]
    assert np.allclose(made.sort_values(order)["value"], turned.sort_values(order)["value"], equal_nan=True)


@given(st.sampled_from(SETS), st.sampled_from(SETS))
def test_distances_are_distances(one: str, other: str) -> None:
    a, b = codes_in(one), codes_in(other)
    for distance in (masi, nominal):
        assert 0 <= distance(a, b) == distance(b, a) <= 1
        assert (distance(a, b) == 0) == (set(a) == set(b))
    assert masi(a, b) <= nominal(a, b)


def test_perfect_agreement_and_no_variation() -> None:
    a = coding(["p", "q r", "p"])
    made = agreement(a, a, resamples=50)
    assert (made["value"] == 1).all()
    assert np.isnan(value(agreement(coding(["p", "p"]), coding(["p", "p"]), resamples=0), "alpha_masi"))


def test_intervals_over_texts_are_wider_than_over_items() -> None:
    """Whole texts are agreed upon or not, so that ten items of a text say no more than one."""
    a = coding(["p", "q"] * 100)
    b = coding([code if at // 10 % 2 else "r" for at, code in enumerate(["p", "q"] * 100)])
    text = pd.Series([at // 10 for at in range(200)], index=a["item_id"])
    alone, together = agreement(a, b, seed=1).iloc[0], agreement(a, b, text=text, seed=1).iloc[0]
    assert alone["value"] == together["value"] == pytest.approx(0.5)
    assert together["high"] - together["low"] > 2 * (alone["high"] - alone["low"])
    assert together["low"] <= together["value"] <= together["high"]
    # ten of twenty texts: the standard deviation of the mean is sqrt(.25 / 20)
    assert (together["high"] - together["low"]) / 3.92 == pytest.approx(np.sqrt(0.25 / 20), rel=0.15)


def test_the_same_seed_gives_the_same_interval() -> None:
    a, b = coding(["p", "q", "p", "r"] * 5), coding(["p", "q", "q", "r"] * 5)
    assert agreement(a, b, seed=3).equals(agreement(a, b, seed=3))
    assert not agreement(a, b, seed=3).equals(agreement(a, b, seed=4))


def test_only_items_that_both_coded_count() -> None:
    a, b = coding(["p", "q", None]), coding(["p", None, "q"])
    made = agreement(a, b, resamples=0)
    assert made.attrs["items"] == 1
    assert (made.attrs["only_a"], made.attrs["only_b"]) == (1, 1)


def test_what_is_wrong_is_told() -> None:
    a = coding(["p", "q"])
    with pytest.raises(BadCoding, match="coded twice"):
        agreement(pd.concat([a, a]), a)
    with pytest.raises(BadCoding, match="no item in common"):
        agreement(a, a.assign(item_id=["x", "y"]))
    with pytest.raises(BadCoding, match="no column 'codes'"):
        agreement(a[["item_id"]], a)
    with pytest.raises(BadCoding, match="has no text"):
        agreement(a, a, text=pd.Series(["t"], index=["i0"]))
    with pytest.raises(BadCoding, match="no distance"):
        krippendorff_alpha([a, a], distance="ordinal")
    with pytest.raises(BadCoding, match="two codings"):
        krippendorff_alpha([a])
