"""Selective self-criticism: tables, tests that respect issuers, and V without bias."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency, fisher_exact  # type: ignore[import-untyped]

from govtext.display.language import set_language
from govtext.errors import GovTextError, UnknownCode
from govtext.manner import evasiveness
from govtext.problems import items, taxonomy
from govtext.recurrence import self_criticism, substantive, weights
from govtext.recurrence.crosstab import chi_square, cramers_v, expected_counts, residuals
from tests.recurrence.frames import said


def test_chi_square_as_scipy_has_it() -> None:
    table = np.random.default_rng(2).integers(1, 30, (5, 4))
    made, other = chi_square(table), chi2_contingency(table, correction=False)
    assert made == pytest.approx((other.statistic, other.dof, other.pvalue))
    assert expected_counts(table) == pytest.approx(other.expected_freq)


def test_empty_rows_and_columns_do_not_count() -> None:
    assert chi_square([[10, 20, 0], [30, 40, 0], [0, 0, 0]]) == pytest.approx(chi_square([[10, 20], [30, 40]]))
    assert np.isnan(chi_square([[3, 4]])[0])
    assert np.isnan(cramers_v([[3, 4]]).value)


def test_residuals_of_a_two_by_two_table_are_the_root_of_chi_square() -> None:
    table = [[10, 20], [30, 40]]
    assert np.abs(residuals(table)).ravel() == pytest.approx([np.sqrt(chi_square(table)[0])] * 4)


def test_the_correction_takes_the_bias_out() -> None:
    """Independent rows and columns: φ² is 0; its corrected square, before it is cut at 0, is 0 on average."""
    draw = np.random.default_rng(4)
    raw, corrected, held = [], [], []
    for _ in range(200):
        table = np.histogram2d(draw.integers(0, 8, 120), draw.integers(0, 4, 120), bins=(8, 4))[0]
        raw.append(np.sqrt(chi_square(table)[0] / 120 / 3))
        corrected.append(cramers_v(table).value)
        held.append(cramers_v(table).low == 0)
    assert np.mean(raw) > 0.2
    assert np.mean(corrected) < 0.07
    assert np.mean(held) > 0.93


def test_the_interval_of_v_holds_a_planted_association() -> None:
    draw = np.random.default_rng(5)
    shares = np.array([[0.25, 0.05, 0.05], [0.05, 0.15, 0.10], [0.05, 0.10, 0.20]])
    expected = np.outer(shares.sum(1), shares.sum(0))
    true = np.sqrt(((shares - expected) ** 2 / expected).sum() / 2)
    made = [cramers_v(draw.multinomial(300, shares.ravel()).reshape(3, 3)) for _ in range(200)]
    assert np.mean([each.low <= true <= each.high for each in made]) == pytest.approx(0.95, abs=0.045)
    assert np.mean([each.value for each in made]) == pytest.approx(true, abs=0.02)


def table(seed: int = 1, issuers: int = 40) -> pd.DataFrame:
    """Issuers that say the same every year, whatever their level: no difference, but seven times the same case."""
    draw = np.random.default_rng(seed)
    codes = ["staffing", "platform", "request_handling", "awareness"]
    own = draw.choice(codes, issuers)
    frame = said(*((f"I{n:03d}", year, own[n]) for n in range(issuers) for year in range(2015, 2022)))
    level = dict(zip(sorted(frame["issuer_id"].unique()), draw.choice(["city", "county"], issuers), strict=True))
    return frame.assign(level=frame["issuer_id"].map(level))


def test_issuers_that_repeat_themselves_are_no_evidence() -> None:
    tests = pd.concat([self_criticism(table(seed), "level", permutations=99).tests for seed in range(12)])
    rows = tests[tests["group"] == "level"]
    assert (rows["p"] < 0.05).sum() >= 5  # χ² is fooled,
    assert (rows["p_cases"] < 0.05).sum() >= 5
    assert (rows["p_issuers"] <= 0.05).sum() <= 2  # whole issuers are not
    assert rows["inflation"].mean() == pytest.approx(7, rel=0.2)
    assert rows["doubt"].str.contains("dependent").all()


def test_a_true_difference_is_found_by_all() -> None:
    frame = table()
    frame.loc[frame["level"] == "city", "codes"] = "publicity"
    row = self_criticism(frame, "level", permutations=199).tests.iloc[1]
    assert max(row["p"], row["p_cases"], row["p_issuers"]) <= 0.005 + 1e-9
    assert row["cramers_v"] > 0.9


def test_the_permutation_of_cases_is_fishers_test() -> None:
    rows = [(f"I{n}", 2020, "staffing" if n < 5 else "platform") for n in range(11)]
    frame = said(*rows).assign(level=["city"] * 4 + ["county"] * 5 + ["city"] * 2)
    made = self_criticism(frame, "level", permutations=4999)
    counts = made.tables["level"].to_numpy()
    assert made.tests["small_expected"].iloc[1] == 4
    assert "small_expected" in made.tests["doubt"].iloc[1]
    assert made.tests["p_cases"].iloc[1] == pytest.approx(fisher_exact(counts).pvalue, abs=0.03)


def test_tables_have_every_problem_once_or_every_code() -> None:
    frame = said(("A", 2020, "staffing|capacity"), ("B", 2020, "capacity"), ("B", 2021, "none"))
    frame["level"] = ["city", "county", "county"]
    first, every = (
        self_criticism(frame, "level", unit=unit, permutations=9).tables["level"] for unit in ("first", "all")
    )
    assert first.to_numpy().sum() == 2
    assert every.to_numpy().sum() == 3
    assert first.index.tolist() == ["staffing", "capacity"]
    for name in ("expected", "residuals"):
        assert getattr(self_criticism(frame, "level", permutations=9), name)["level"].shape == first.shape


def test_substantive_shares_come_from_the_declared_list() -> None:
    frame = said(
        ("A", 2020, "request_handling"), ("A", 2020, "timeliness"), ("B", 2020, "publicity"), ("B", 2020, "other")
    )
    made = self_criticism(frame, "year", permutations=9).substantive
    whole = made[made["group"] == "all"].set_index("list")
    assert whole.loc["narrow", ["substantive", "n"]].tolist() == [1, 3]
    assert whole.loc["wide", ["substantive", "n"]].tolist() == [2, 3]
    assert whole.loc["wide", "evasiveness"] == pytest.approx(1 / 3)


def test_a_problem_is_substantive_by_any_code_or_by_its_words_and_counts_once() -> None:
    frame = said(("A", 2020, "publicity|request_handling"), ("A", 2020, "publicity", "一案败诉"), ("B", 2020, "other"),
                 ("B", 2020, "publicity"))  # fmt: skip
    for unit in ("first", "all"):
        made = self_criticism(frame, [], unit=unit, permutations=9).substantive.set_index("list")
        assert made.loc["narrow", ["substantive", "n"]].tolist() == [2, 3]


def test_the_share_is_that_of_the_manner_of_saying() -> None:
    """One definition in both rooms: the evasiveness of all items is that of each report, put together."""
    text = "一是依申请公开答复超期。二是宣传不够。三是更新不及时，队伍力量薄弱。四是栏目设置不科学。"
    found = items(text)
    frame = said(*((f"I{at}", 2020, "|".join(each.codes), each.text) for at, each in enumerate(found)))
    shares = self_criticism(frame, [], permutations=9).substantive.set_index("list")
    for name in substantive():
        rate = evasiveness(found, text, name)
        assert rate.denominator == shares.loc[name, "n"] > 2
        assert rate.value == pytest.approx(shares.loc[name, "evasiveness"])


def test_every_code_of_the_taxonomy_is_weighed() -> None:
    assert set(weights()) == set(taxonomy())
    assert {each.sort for each in weights().values()} == {"narrow", "wide", "formal", "residual"}
    assert all(each.reason for each in weights().values())
    narrow, wide = substantive()["narrow"], substantive()["wide"]
    assert set(narrow.codes) < set(wide.codes) < set(taxonomy())
    assert all(one.label.zh and one.reason.en for one in (narrow, wide))


def test_it_says_in_both_languages_what_the_paper_did() -> None:
    made = self_criticism(table(), "level", permutations=9)
    assert "Known here: its abstract" in repr(made)
    try:
        set_language("zh")
        assert "其类别、计数单位与检验细节未知" in made._repr_html_()
    finally:
        set_language("en")


def test_what_cannot_be() -> None:
    with pytest.raises(UnknownCode, match="colour"):
        self_criticism(table(), "colour")
    with pytest.raises(UnknownCode, match="unit"):
        self_criticism(table(), "level", unit="some")
    with pytest.raises(GovTextError, match="permutations"):
        self_criticism(table(), "level", permutations=0)
