"""The score can fail: whatever is wrong in a corpus, or in what it is held against, shows in its frame."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from govtext.corpus.opened import Corpus
from govtext.errors import GovTextError
from govtext.simulate import Truth, simulate
from govtext.simulate.scoring import score
from govtext.simulate.scoring.wilson import wilson

Twelve = tuple[Truth, Corpus]


@given(st.integers(1, 2000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_is_that_of_wilson(pair: tuple[int, int]) -> None:
    due = binomtest(*pair).proportion_ci(method="wilson")
    assert wilson(*pair) == pytest.approx((due.low, due.high))
    assert wilson(*pair)[0] <= pair[0] / pair[1] <= wilson(*pair)[1]


def test_of_nothing_there_is_no_share() -> None:
    assert all(math.isnan(bound) for bound in wilson(0, 0))


def change(truth: Truth, name: str, how: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    how(truth.table(name)).to_csv(truth.folder / "truth" / f"{name}.csv", index=False)


def decidable(errors: pd.DataFrame) -> pd.Series:
    own = ~errors["rule"].str.startswith("across.") & ~errors["report"].str.endswith(("-second", "-reissue"))
    return own & (errors["expected"] == "fail")


def test_a_failure_that_nobody_planted_is_a_false_alarm(twelve: Twelve, other_truth: Truth) -> None:
    before = score(twelve[1], twelve[0]).rules.set_index("rule")
    errors = other_truth.table("errors")
    row = errors[decidable(errors)].iloc[0]
    change(other_truth, "errors", lambda all_: all_.drop(row.name))
    after = score(twelve[1], other_truth)
    assert before["false_alarms"].sum() == 0
    told = after.rules.set_index("rule").loc[row["rule"]]
    assert (told["false_alarms"], told["decidable"]) == (1, before.loc[row["rule"]]["decidable"] - 1)
    assert told["precision"] < 1 or told["decidable"] == 0
    alone = after.outcomes[(after.outcomes["kind"] == "") & (after.outcomes["status"] == "fail")]
    assert alone[["report", "place"]].values.tolist() == [[row["report"], row["place"]]]
    assert alone["layout"].notna().all()


def test_an_error_that_no_finding_tells_is_missed(twelve: Twelve, other_truth: Truth) -> None:
    wanted = {"kind": "sums.balance", "rule": "requests.balance", "place": "requests/*/research", "expected": "fail",
              "consequence": "0", "detail": "not there"}  # fmt: skip
    report = other_truth.table("reports")["report"][0]
    change(other_truth, "errors", lambda all_: pd.concat([all_, pd.DataFrame([{"report": report, **wanted}])]))
    rules = score(twelve[1], other_truth).rules.set_index("rule")
    assert rules.loc["requests.balance"]["missed"] == 1
    assert rules.loc["requests.balance"]["recall"] < 1


def test_what_is_declared_undecidable_and_fails_is_a_false_alarm(twelve: Twelve, other_truth: Truth) -> None:
    errors = other_truth.table("errors")
    row = errors[decidable(errors)].iloc[0]
    change(
        other_truth,
        "errors",
        lambda all_: all_.assign(expected=all_["expected"].where(all_.index != row.name, "uncertain")),
    )
    told = score(twelve[1], other_truth).rules.set_index("rule").loc[row["rule"]]
    assert told["false_alarms"] == 1


def test_a_figure_that_is_read_otherwise_is_wrong_and_one_not_read_is_not(twelve: Twelve, other_truth: Truth) -> None:
    figures = other_truth.table("figures")
    rows = figures[(figures["status"] == "value") & ~figures["report"].str.contains("reissue|second")].index[:2]
    new = {rows[0]: ("value", "987654"), rows[1]: ("empty", "")}
    for at, (status, value) in new.items():
        figures.loc[at, ["status", "value"]] = status, value
    change(other_truth, "figures", lambda _: figures)
    before, after = (score(twelve[1], truth).layouts for truth in (twelve[0], other_truth))
    assert (before["wrong"].sum(), after["wrong"].sum()) == (0, 2)  # a value where nothing is printed is wrong too
    assert (before["right"] + before["not_read"] + before["wrong"] == before["figures"]).all()


def test_a_figure_not_read_is_told_apart_from_a_wrong_one(twelve: Twelve, other_truth: Truth) -> None:
    figures = other_truth.table("figures")
    at = figures[(figures["status"] != "value")].index[0]
    figures.loc[at, ["status", "value"]] = "value", "5"
    change(other_truth, "figures", lambda _: figures)
    before, after = (score(twelve[1], truth).layouts for truth in (twelve[0], other_truth))
    assert after["not_read"].sum() == before["not_read"].sum() + 1
    assert after["wrong"].sum() == 0


def test_editions_that_are_none_are_false_pairs(twelve: Twelve, other_truth: Truth) -> None:
    editions = other_truth.table("editions")
    editions.loc[editions["kind"] == "second_kind", "of"] = "simulated-0001001-2020"
    change(other_truth, "editions", lambda _: editions)
    told = score(twelve[1], other_truth).editions
    assert told["false_pairs"].max() > 0
    assert told.set_index("kind").loc["second_kind"]["missed"] > 0


def test_an_edition_with_few_figures_beside_a_wrong_year_is_left_open(twelve: Twelve, other_truth: Truth) -> None:
    editions = other_truth.table("editions")
    missed = editions[editions["kind"] == "second_kind"].index[0]
    report = editions.loc[missed, "of"]
    other = f"{report[:-4]}{2021 + (report[-4:] == '2021')}"
    editions.loc[missed, "of"] = other  # of which it is no edition
    change(other_truth, "editions", lambda _: editions)
    told = score(twelve[1], other_truth).editions.set_index("kind").loc["second_kind"]
    assert (told["missed"], told["open"]) == (1, 0)
    title = {"report": report, "kind": "years.title", "rule": "years.title", "place": "report", "expected": "pass",
             "consequence": "0", "detail": ""}  # fmt: skip
    change(other_truth, "errors", lambda all_: pd.concat([all_, pd.DataFrame([title])]))
    assert score(twelve[1], other_truth).editions.set_index("kind").loc["second_kind"]["missed"] == 1
    change(other_truth, "figures", lambda all_: all_[all_["report"] != other])
    told = score(twelve[1], other_truth).editions.set_index("kind").loc["second_kind"]
    assert (told["missed"], told["open"]) == (0, 1)


def test_a_body_with_two_names_is_split_and_two_with_one_are_merged(twelve: Twelve, other_truth: Truth) -> None:
    bodies = list(dict.fromkeys(other_truth.table("reports")["body"]))
    reports = other_truth.table("reports")
    change(other_truth, "reports", lambda all_: all_.assign(body=all_["body"].replace(bodies[1], bodies[0])))
    assert score(twelve[1], other_truth).issuers["split"].sum() == 1
    some = (reports["body"] == bodies[1]) & (reports["year"] == "2020")
    change(other_truth, "reports", lambda _: reports.assign(body=reports["body"].mask(some, "another")))
    assert score(twelve[1], other_truth).issuers["merged"].sum() == 2


def test_another_corpus_is_said_to_be_another(twelve: Twelve, tmp_path: Path) -> None:
    other = simulate(1, [2023], 8, tmp_path / "other", layouts=["docx"])
    change(other, "reports", lambda all_: all_.assign(file="reports/2023/simulated-9999999-2023.docx"))
    change(other, "editions", lambda all_: all_.iloc[:0])
    with pytest.raises(GovTextError, match="not built of this simulation"):
        score(twelve[1], other.folder)
