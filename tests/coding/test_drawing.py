"""Drawing items: sizes, chances, weights, seeds, and what cannot be drawn."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.coding import BadCoding, items_to_code, sample_items


def frame(levels: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"item_id": [f"i{at}" for at in range(len(levels))], "text": "更新慢", "level": levels})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from("abcd"), min_size=4, max_size=60), st.data())
def test_sizes_chances_and_weights(levels: list[str], data: st.DataObject) -> None:
    given_ = frame(levels)
    n = data.draw(st.integers(len(set(levels)), len(levels)))
    allocation = data.draw(st.sampled_from(["proportional", "equal"]))
    drawn = sample_items(given_, n, by=["level"], seed=data.draw(st.integers(0, 9)), allocation=allocation)
    assert len(drawn.items) == n == drawn.items["item_id"].nunique()
    held = Counter(levels)
    for row in drawn.strata.itertuples():
        assert row.items == held[row.stratum]
        assert row.drawn == (drawn.items["level"] == row.stratum).sum() >= 1
        assert row.probability == row.drawn / row.items
    assert drawn.items["weight"].sum() == pytest.approx(len(levels))  # the weights stand for all items
    assert (drawn.items["weight"] * drawn.items["probability"]).to_numpy() == pytest.approx(1)


def test_proportional_shares_are_exact_where_they_can_be() -> None:
    strata = sample_items(frame(["a"] * 60 + ["b"] * 30 + ["c"] * 10), 20, by=["level"]).strata
    assert strata["drawn"].tolist() == [12, 6, 2]
    equal = sample_items(frame(["a"] * 60 + ["b"] * 30 + ["c"] * 4), 18, by=["level"], allocation="equal").strata
    assert equal["drawn"].tolist() == [7, 7, 4]


def test_the_seed_decides() -> None:
    given_ = frame(list("ab") * 50)
    one, same, other = (sample_items(given_, 20, by=["level"], seed=seed).items for seed in (1, 1, 2))
    assert one.equals(same)
    assert set(one["item_id"]) != set(other["item_id"])


def test_every_item_has_its_chance() -> None:
    """Over many seeds each item is drawn as often as its probability says (binomial, five standard deviations)."""
    given_ = frame(["a"] * 6 + ["b"] * 2)
    times = Counter(item for seed in range(120) for item in sample_items(given_, 4, ["level"], seed).items["item_id"])
    chance = sample_items(given_, 4, ["level"]).strata.set_index("stratum")["probability"]
    for item, level in zip(given_["item_id"], given_["level"], strict=True):
        spread = np.sqrt(120 * chance[level] * (1 - chance[level]))
        assert abs(times[item] - 120 * chance[level]) <= 5 * spread + 1e-9


def test_a_missing_value_is_a_stratum_and_two_columns_cross() -> None:
    given_ = frame(["a", None, "a", "b"]).assign(year=[2020, 2020, 2021, 2021])  # type: ignore[list-item]
    drawn = sample_items(given_, 4, by=["level", "year"])
    assert drawn.strata["stratum"].tolist() == ["- | 2020", "a | 2020", "a | 2021", "b | 2021"]


def test_items_of_the_command_get_ids() -> None:
    rows = pd.DataFrame({"report": ["r", "r"], "kind": ["problem", "measure"], "n": [1, 1], "text": ["x", "y"]})
    assert items_to_code(rows)["item_id"].tolist() == ["r/problem-1", "r/measure-1"]


def test_what_cannot_be_drawn_is_told() -> None:
    given_ = frame(list("aabb"))
    for n in (1, 5):
        with pytest.raises(BadCoding, match="cannot be drawn"):
            sample_items(given_, n, by=["level"])
    with pytest.raises(BadCoding, match="no column 'province'"):
        sample_items(given_, 2, by=["province"])
    with pytest.raises(BadCoding, match="no allocation"):
        sample_items(given_, 2, allocation="optimal")
    with pytest.raises(BadCoding, match="stands twice"):
        sample_items(pd.concat([given_, given_]), 2)


def test_a_corpus_gives_its_items_with_their_section(tmp_path: Path) -> None:
    from govtext.corpus import build, open_corpus

    reports = Path(__file__).resolve().parents[2] / "data" / "sample" / "reports" / "2021"
    files = sorted(reports.glob("*.html"))[:3]
    assert files
    (tmp_path / "reports").mkdir()
    for file in files:
        shutil.copy(file, tmp_path / "reports")
    build(tmp_path / "reports", out=tmp_path / "corpus", workers=1)
    items = items_to_code(open_corpus(tmp_path / "corpus"))
    assert set(items["kind"]) == {"problem", "measure"}
    assert items["item_id"].is_unique
    assert items["year"].tolist() == [2021] * len(items)
    for row in items.itertuples():
        assert row.context[row.start : row.end] == row.text
    assert sample_items(items, 4, by=["kind"], seed=1).strata["drawn"].sum() == 4
