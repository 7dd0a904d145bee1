"""The steps of the index, each against figures worked out by hand."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.errors import GovTextError, UnknownCode
from govtext.quality import Choices, catalogue, dimensions, every_choice, index, read_weights
from govtext.quality.scaling import fit
from govtext.quality.weighting import component_weights, correlation, entropy_weights, varimax
from tests.quality.cases import drawn, made

THREE = {"in_time": [0, 0, 1], "sums_hold": [0.5, 1, 0.75], "stickiness": [0.2, 0.6, 0.4]}


def test_linear_by_hand() -> None:
    result = index(made(THREE))
    weights = [dimensions()[name].weight for name in ("timely", "arithmetic", "original")]
    points = [[0, 0, 100], [0, 100, 0], [100, 50, 50]]
    assert result.scores.to_numpy() == pytest.approx([np.average(row, weights=weights) for row in points])
    assert result.points.loc["r0", "stickiness"] == 100


def test_geometric_by_hand_with_its_floor() -> None:
    scores = index(made(THREE), Choices(weights="equal", aggregate="geometric")).scores
    assert scores.to_numpy() == pytest.approx([100 ** (1 / 3), 100 ** (1 / 3), (100 * 50 * 50) ** (1 / 3)])


def test_topsis_by_hand() -> None:
    scores = index(made(THREE), Choices(weights="equal", aggregate="topsis")).scores
    assert scores.to_numpy()[:2] == pytest.approx([100 / (1 + math.sqrt(2))] * 2)
    assert scores.to_numpy()[2] == pytest.approx(100 * math.sqrt(1.5) / (math.sqrt(1.5) + math.sqrt(0.5)))


def test_z_and_ranks_by_hand() -> None:
    column = np.array([[1.0], [2], [3], [np.nan]])
    assert fit(column, "z").apply(column).ravel()[:3].tolist() == [40, 50, 60]
    assert fit(column, "rank").apply(column).ravel()[:3] == pytest.approx([100 / 6, 50, 500 / 6])
    assert np.isnan(fit(column, "z").apply(column)[3, 0])


def test_equal_values_share_their_points() -> None:
    column = np.array([[1.0], [1], [5]])
    assert fit(column, "rank").apply(column).ravel() == pytest.approx([100 / 3, 100 / 3, 250 / 3])


def test_entropy_takes_zero_as_zero() -> None:
    column = np.array([0.0, 0, 1])  # all in one report: entropy 0, so the most weight there is
    half = np.array([0.0, 1, 1])
    expected = [1 - 0, 1 - math.log(2) / math.log(3)]
    made_of = entropy_weights(np.column_stack([column, half]))
    assert made_of == pytest.approx(np.array(expected) / sum(expected))


def test_components_of_two_blocks_share_the_weight_by_explained_variance() -> None:
    rng = np.random.default_rng(1)
    one, two = rng.normal(size=(2, 500))
    points = np.column_stack([one, one + 0.01 * rng.normal(size=500), one - 0.01 * rng.normal(size=500), two])
    weights = component_weights(points)
    assert weights[:3].sum() == pytest.approx(0.75, abs=0.02)
    assert weights[3] == pytest.approx(0.25, abs=0.02)


def test_varimax_keeps_what_is_explained_and_finds_simple_structure() -> None:
    simple = np.array([[0.9, 0], [0.8, 0], [0, 0.7], [0, 0.6]])
    angle = 0.6
    turned = simple @ np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    back = varimax(turned)
    assert (back**2).sum(axis=1) == pytest.approx((simple**2).sum(axis=1))
    assert np.sort(np.abs(back), axis=1) == pytest.approx(np.sort(np.abs(simple), axis=1), abs=1e-4)


def test_correlation_is_numpys() -> None:
    points = drawn(gaps=0).values.to_numpy()
    assert correlation(points) == pytest.approx(np.corrcoef(points.T))


def test_what_never_varies_carries_nothing() -> None:
    result = index(made({**THREE, "redundancy": [0.1, 0.1, 0.1]}))
    assert result.silent == ("redundancy",)
    assert result.weights["redundancy"] == 0
    assert result.scores.to_numpy() == pytest.approx(index(made(THREE)).scores.to_numpy())


def test_left_out_means_the_other_weights_fill_up() -> None:
    gap = {**THREE, "in_time": [math.nan, 0, 1]}
    scores = index(made(gap), Choices(weights="equal")).scores
    assert scores["r0"] == pytest.approx(50)
    median = index(made(gap), Choices(weights="equal", missing="median")).scores
    assert median["r0"] == pytest.approx(50)  # the median of 0 and 1 is half way
    strict = index(made(gap | {"redundancy": [math.nan, 1, 2]}), Choices(missing="none_below"))
    assert strict.reasons.to_dict() == {"r0": "below_coverage", "r1": "", "r2": ""}
    assert math.isnan(strict.scores["r0"])


def test_one_report_without_any_value_has_no_score() -> None:
    empty = {name: [*column, math.nan] for name, column in THREE.items()}
    scores = index(made(empty)).scores
    assert math.isnan(scores["r3"])
    assert scores.iloc[:3].to_numpy() == pytest.approx(index(made(THREE)).scores.to_numpy())


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(every_choice()))
def test_parts_add_up_and_better_is_never_worse(seed: int, choices: Choices) -> None:
    given_ = drawn(12, seed)
    result = index(given_, choices)
    known = result.scores.dropna()
    assert known.between(0, 100).all()
    assert result.weights.sum() == pytest.approx(1)
    assert result.parts().sum(axis=1)[known.index].to_numpy() == pytest.approx(known.to_numpy())


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 50), st.floats(-5, 5))
def test_units_do_not_matter(seed: int, factor: float, shift: float) -> None:
    given_ = drawn(10, seed)
    other = made({name: (given_.values[name] * factor + shift).tolist() for name in given_.names})
    for choices in (Choices(), Choices(normalise="z", weights="pca", aggregate="topsis"), Choices(weights="entropy")):
        a, b = (index(each, choices).scores.to_numpy() for each in (given_, other))
        assert a == pytest.approx(b, abs=1e-5)


def test_own_weights_come_from_one_file(tmp_path: Path) -> None:
    (tmp_path / "w.toml").write_text("[weights]\ntimely = 1\noriginal = 3\n", encoding="utf-8")
    (tmp_path / "w.csv").write_text("\ufeffid,weight\nin_time,1\nstickiness,3\n", encoding="utf-8")
    for name in ("w.toml", "w.csv"):
        own = read_weights(tmp_path / name)
        weights = index(made(THREE), Choices(weights="own", own=own)).weights
        assert weights.to_dict() == {"in_time": 0.25, "sums_hold": 0.0, "stickiness": 0.75}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.toml", "timely = [", "not understood"),
        ("a.toml", "timely = -1", "no weight"),
        ("a.toml", "timely = true", "no weight"),
        ("a.toml", 'timely = "nan"', "no weight"),
        ("a.toml", "timely = 0", "no weight above 0"),
        ("a.toml", "timely = 1\nin_time = 1", "dimensions and of indicators"),
        ("a.toml", "unheard_of = 1", "no dimension or indicator"),
        ("a.csv", "id,weight\ntimely,1\ntimely,2\n", "given twice"),
        ("a.csv", "name,weight\ntimely,1\n", "not understood"),
    ],
)
def test_weights_that_are_not_understood_are_refused(tmp_path: Path, name: str, text: str, told: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(GovTextError, match=told):
        read_weights(tmp_path / name)
    with pytest.raises(GovTextError, match="no such file"):
        read_weights(tmp_path / "none.toml")


def test_choices_that_cannot_be_are_refused() -> None:
    with pytest.raises(UnknownCode):
        Choices(aggregate="harmonic")
    with pytest.raises(GovTextError, match="own weights"):
        Choices(weights="own")
    with pytest.raises(GovTextError, match="coverage"):
        Choices(coverage=1.5)
    with pytest.raises(GovTextError, match="too few reports"):
        index(made({"in_time": [0, 1]}))
    with pytest.raises(GovTextError, match="nothing to weigh"):
        index(made({"in_time": [1, 1, 1]}))


def test_every_indicator_is_turned_by_its_direction() -> None:
    for name, each in catalogue().items():
        points = index(made({name: [1.0, 2.0, 3.0]})).points[name]
        assert (points["r2"] > points["r0"]) == (each.direction == "up")
