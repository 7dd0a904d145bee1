"""The coded sample: what its README says is what it holds, and what rules and classifier make of it is sane."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from govtext.coding import (
    BadCoding,
    CodedSample,
    ProblemClassifier,
    adjudicated,
    agreement,
    code_scores,
    cross_validated,
    disagreements,
    read_coded_sample,
    rule_codes,
    rule_items,
    span_scores,
)
from govtext.errors import UnreadableFile

FOLDER = Path(__file__).resolve().parents[2] / "data" / "coded"


@cache
def sample() -> CodedSample:
    return read_coded_sample(FOLDER)


@pytest.mark.parametrize(("kind", "name"), [("problem", "problems"), ("measure", "measures"), (None, "all")])
def test_the_agreement_printed_is_the_agreement_there_is(kind: str | None, name: str) -> None:
    made = agreement(sample().coding("a", kind), sample().coding("b", kind), text=sample().text_of)
    whole = made[made["code"] == ""].set_index("measure")
    cells = [name, f"{made.attrs['items']:,}"]
    for measure in ("percent_first", "percent_set"):
        value, low, high = (100 * whole.loc[measure, ["value", "low", "high"]]).tolist()
        cells.append(f"{value:.1f} % ({low:.1f}–{high:.1f})")
    for measure in ("kappa_first", "alpha_first", "alpha_masi"):
        value, low, high = whole.loc[measure, ["value", "low", "high"]].tolist()
        cells.append(f"{value:.3f} ({low:.3f}–{high:.3f})")
    assert f"| {' | '.join(cells)} |" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_what_was_settled_follows_from_the_two_codings() -> None:
    a, b, settled = (sample().coding(coder) for coder in ("a", "b", "adjudicated"))
    frame = disagreements(a, b, sample().in_context)
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    kinds = frame["differ"].value_counts()
    assert f"{kinds['codes']} in the codes, {kinds['order']} only in their order" in text
    assert f"Of {len(frame)}" in text
    decisions = settled[settled["item_id"].isin(frame["item_id"])]
    assert adjudicated(a, b, decisions)["codes"].tolist() == settled["codes"].tolist()
    whose = decisions["note"].str[0].value_counts()
    assert f"{whose['a']} times the codes of a were kept, {whose['b']} times those of b" in text


def test_rules_and_splitter_are_far_better_than_chance() -> None:
    """Lower bounds only: the sample is held out, and what is measured on it is reported, not aimed at."""
    problems = sample().coding(kind="problem")
    scores = code_scores(problems, rule_codes(sample().items), resamples=0).set_index("code")
    assert scores.loc["micro", "f1"] > 0.4
    spans = span_scores(sample().items, rule_items(sample().texts), resamples=0).set_index("group")
    assert spans.loc["problem", "f1"] > 0.6
    assert spans.loc["measure", "f1"] > 0.5


def test_the_classifier_learns_from_it() -> None:
    items = sample().items[sample().items["kind"] == "problem"].head(250)
    classifier = ProblemClassifier(ngrams=(1, 2), folds=2)
    made = cross_validated(items, sample().coding(kind="problem"), classifier, folds=2, resamples=0)
    assert made.scores.set_index("code").loc["micro", "f1"] > 0.25


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadCoding, match="no coder 'c'"):
        sample().coding("c")
    with pytest.raises(UnreadableFile, match="no table of a coded sample"):
        read_coded_sample(tmp_path)
    (tmp_path / "texts.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadCoding, match="no column 'text_id'"):
        read_coded_sample(tmp_path)
