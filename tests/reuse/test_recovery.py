"""Planted copies found again: sentences from the own last report and from neighbours, and the rate of copying."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from govtext.corpus import build
from govtext.reuse import aligned_share, boilerplate, copied_sentences, copy_rate, network, prose, stickiness
from tests.reuse.simulated import Planted, normal, simulated

Simulated = tuple[pd.DataFrame, list[Planted]]


@pytest.fixture(scope="module", params=[11, 12, 13])
def corpus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    return simulated(tmp_path_factory.mktemp("copies") / "s", request.param, 10, range(2019, 2023))


def found(frame: pd.DataFrame, planted: list[Planted]) -> tuple[int, int]:
    """Planted copies that are found in their source, and all whose sentence stands in the text that was read."""
    names = dict(zip(frame["report"], frame["name"], strict=True))
    made = copied_sentences(frame, pairs=sorted({(each.report, each.source) for each in planted}))
    said = [normal(text, names[report]) for report, text in zip(made["report"], made["text"], strict=True)]
    rows: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for report, source, text, how in zip(made["report"], made["previous"], said, made["how"], strict=True):
        rows.setdefault((report, source), []).append((text, how))
    there = [[how for text, how in rows[each.report, each.source] if each.normal in text] for each in planted]
    return sum(any(how != "none" for how in each) for each in there), sum(map(bool, there))


@pytest.mark.parametrize("own", [True, False])
def test_planted_copies_are_found(corpus: Simulated, own: bool) -> None:
    frame, planted = corpus
    wanted = [each for each in planted if each.own == own]
    hits, there = found(frame, wanted)
    assert there >= 0.97 * len(wanted) > 0
    assert hits >= 0.97 * there


def test_the_rate_of_copying_is_estimated_beyond_chance(corpus: Simulated) -> None:
    frame, planted = corpus
    made = copy_rate(frame, draws=200).set_index("measure")
    counted = made.loc["own", "denominator"]
    before = set(frame["report"][frame["year"] > 2019])
    true = sum(each.own and each.report in before for each in planted) / counted
    assert abs(made.loc["excess", "value"] - true) < 0.07
    assert made.loc["excess", "low"] - 0.03 <= true <= made.loc["excess", "high"] + 0.03
    assert made.loc["own", "value"] > made.loc["other", "value"]


def test_who_copies_more_is_stickier(corpus: Simulated) -> None:
    """Over reports the measures rise with what was planted."""
    frame, planted = corpus
    counts = pd.Series([each.report for each in planted if each.own]).value_counts()
    for measure in (stickiness, aligned_share):
        made = measure(frame).dropna(subset=["value"])
        share = made["report"].map(counts).fillna(0) / made["n"]
        assert share.astype(float).corr(made["value"].astype(float), method="spearman") > 0.4


def test_a_built_corpus_gives_the_same_as_its_texts(tmp_path: Path) -> None:
    simulated(tmp_path / "s", 5, 3, [2021, 2022])
    made = build(tmp_path / "s" / "reports", out=tmp_path / "c", places=tmp_path / "s" / "places.csv", workers=1,
                 progress=False).open()  # fmt: skip
    given = prose(made)
    assert given.cache == tmp_path / "c" / "reuse"
    assert len(given) == made.reports.to_pandas(["chosen"])["chosen"].sum()
    shares = stickiness(given)
    assert shares["value"].notna().sum() == 3
    assert (aligned_share(made)["value"].dropna() <= 1).all()
    assert network(made, share=0.1).summary["reports"] == len(given)
    five = prose(made, section=5)
    assert 0 < stickiness(five)["denominator"].sum() < shares["denominator"].sum()
    assert set(boilerplate(made)["reason"]) == {"no_peers"}
