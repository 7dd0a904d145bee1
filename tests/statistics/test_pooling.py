"""Rates over many reports: sums, scopes, years, changes, concentration."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.corpus.crosswalk import CrossingWarning
from govtext.errors import GovTextError, UnknownCode
from govtext.statistics import (
    ScopeWarning,
    concentration,
    decompose,
    gini,
    herfindahl,
    intervals,
    over_years,
    pooled,
    rates,
)
from tests.statistics.frames import answered, put


def several(*sizes: tuple[int, int], **about: object) -> pd.DataFrame:
    """One report an issuer, all of one year: granted and refused."""
    parts = [
        answered(f"r{at}", one, other, issuer=f"机关{at}", **{"year": 2022, **about})
        for at, (one, other) in enumerate(sizes)
    ]
    return pd.concat(parts, ignore_index=True)


def test_sums_are_divided_not_rates_averaged() -> None:
    row = pooled(several((90, 10), (1, 9)), "granted").iloc[0]
    assert (row["numerator"], row["denominator"], row["reports"], row["issuers"]) == (91, 110, 2, 2)
    assert (row["value"], row["median"]) == (91 / 110, 0.5)


def test_small_reports_count_in_sums_and_lost_ones_are_counted() -> None:
    frame = several((3, 1), (20, 10), (5, 5))
    frame = frame[frame["report"] != "r2"]
    lost = put(answered("r2", 5, 5, issuer="机关2", year=2022), "requests/granted/total", None, "empty")
    row = pooled(pd.concat([frame, lost]), "granted").iloc[0]
    assert (row["reports"], row["lost"], row["numerator"], row["status"]) == (2, 1, 23, "ok")


def test_nothing_usable_is_said() -> None:
    frame = put(answered("a", 5), "requests/granted/total", None, "empty")
    row = pooled(frame, "granted").iloc[0]
    assert (row["status"], row["reports"], row["lost"]) == ("none", 0, 1)
    assert np.isnan(row["value"])


def test_the_bootstrap_is_wide_where_bodies_differ_and_needs_several() -> None:
    alike = pooled(several(*[(50, 50)] * 8), "granted").iloc[0]
    unlike = pooled(several(*[(90, 10), (10, 90)] * 4), "granted").iloc[0]
    assert (alike["boot_low"], alike["boot_high"]) == (0.5, 0.5)
    assert unlike["boot_high"] - unlike["boot_low"] > 3 * (unlike["high"] - unlike["low"])
    assert pooled(several((5, 5), (9, 1)), "granted")["boot_low"].isna().all()


def test_scopes_are_kept_apart_and_mixing_them_warns() -> None:
    county = answered("b", 10, 10, issuer="甲市乙县", region="甲市乙县", body="government", year=2022)
    city = answered("a", 50, 50, issuer="甲市", region="甲市", body="government", year=2022).assign(scope="aggregate")
    frame = pd.concat([county, city])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert pooled(frame, "granted").set_index("scope")["denominator"].to_dict() == {"aggregate": 100, "own": 20}
    with pytest.warns(ScopeWarning, match="2022: 甲市 adds up 甲市乙县") as told:
        made = pooled(frame, "granted", scope="all")
    assert made["denominator"].tolist() == [120]
    assert told[0].filename == __file__


def test_aggregates_within_aggregates_warn_and_other_places_and_years_do_not() -> None:
    def whole(name: str, region: str, year: int = 2022) -> pd.DataFrame:
        return answered(name, 40, issuer=region, region=region, body="government", year=year).assign(scope="aggregate")

    with pytest.warns(ScopeWarning, match="甲省 adds up 甲省乙市"):
        pooled(pd.concat([whole("a", "甲省"), whole("b", "甲省乙市")]), "granted")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pooled(pd.concat([whole("a", "甲省"), whole("b", "丙省乙市"), whole("c", "甲省乙市", 2021)]), "granted")


def test_a_government_that_does_not_say_its_scope_stands_apart() -> None:
    frame = pd.concat(
        [
            answered("a", 40, issuer="甲市", region="甲市", body="government", year=2022).assign(scope=None),
            answered("b", 40, issuer="甲市财政局", region="甲市", body="department", year=2022).assign(scope=None),
        ]
    )
    assert rates(frame, "granted")["scope"].tolist() == ["unstated", "own"]
    with pytest.warns(ScopeWarning, match="甲市 may add up 甲市财政局"):
        pooled(frame, "granted", scope="all")


def test_two_reports_of_one_body_and_year_warn() -> None:
    frame = pd.concat([answered(name, 40, issuer="甲", year=2022) for name in "ab"])
    with pytest.warns(ScopeWarning, match="of the same body and year"):
        pooled(frame, "granted")


def test_doubtful_reports_are_left_out_unless_asked_for() -> None:
    frame = pd.concat([answered("a", 40, issuer="甲"), answered("b", 60, issuer="乙").assign(doubtful=True)])
    assert pooled(frame, "granted")["numerator"].tolist() == [40]
    assert pooled(frame, "granted", doubtful=True)["numerator"].tolist() == [100]


def test_groups_and_own_columns() -> None:
    made = rates(several((40, 10), (10, 40)), "granted").assign(area=["东", "西"])
    assert pooled(made, by="area").set_index("area")["value"].to_dict() == {"东": 0.8, "西": 0.2}
    with pytest.raises(UnknownCode, match="no column 'planet'"):
        pooled(made, by="planet")
    with pytest.raises(UnknownCode, match="no scope"):
        pooled(made, scope="some")  # type: ignore[arg-type]


def test_years_know_their_side_of_the_break() -> None:
    frame = pd.concat(
        [answered("a", 40, code="2019", year=2020, issuer="甲"), answered("b", 40, year=2021, issuer="甲")]
    )
    made = over_years(frame, ["granted", "other"])
    assert made[["year", "side", "comparable"]].values.tolist() == [[2020, "before", True], [2021, "after", True]] * 2
    assert made.loc[made["rate"] == "other", "note"].str.contains("sum of 3 rows").all()
    with pytest.warns(CrossingWarning, match="only from 2021 on"):
        made = over_years(frame, "fees.amount")
    assert made["status"].tolist() == ["none", "ok"]
    assert not made["comparable"].any()


def change(*rows: tuple[str, int, int, int]) -> pd.DataFrame:
    """Issuer, year, granted, refused."""
    return pd.concat([
        answered(f"{issuer}{year}", one, other, issuer=issuer, year=year) for issuer, year, one, other in rows
    ])  # fmt: skip


def test_a_change_is_taken_apart_as_kitagawa_did() -> None:
    """甲 0.5 → 0.6 at weights 0.5 → 0.8, 乙 0.1 → 0.1: within 0.65 · 0.1; mix 0.55 · 0.3 − 0.1 · 0.3."""
    frame = change(("甲", 2021, 50, 50), ("乙", 2021, 10, 90), ("甲", 2022, 96, 64), ("乙", 2022, 4, 36))
    made = decompose(frame, "granted", (2021, 2022)).set_index("component")
    assert made["value"].round(10).to_dict() == {
        "within": 0.065, "mix": 0.135, "turnover": 0.0, "total": 0.2, "volume": 0.0,
    }  # fmt: skip
    assert made["cases"].round(10).to_dict() == {"within": 13, "mix": 27, "turnover": 0, "total": 40, "volume": 0}
    assert made["low"].isna().all()


def test_who_comes_and_goes_is_turnover() -> None:
    frame = change(("甲", 2021, 50, 50), ("甲", 2022, 50, 50), ("乙", 2022, 100, 0))
    made = decompose(frame, "granted", (2021, 2022)).set_index("component")
    assert made["value"].round(10).to_dict() == {
        "within": 0, "mix": 0, "turnover": 0.25, "total": 0.25, "volume": 0,
    }  # fmt: skip
    assert made["n"].to_dict() == {"within": 1, "mix": 1, "turnover": 1, "total": 2, "volume": 2}
    assert made.loc["volume", "cases"] == 62.5  # 100 requests more at the mean rate of 0.625


counts = st.tuples(st.integers(0, 30), st.integers(0, 30))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=5))
def test_the_parts_of_a_change_add_up(rows: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    given_ = [(f"机关{at}", 2021 + side, *pair) for at, both in enumerate(rows) for side, pair in enumerate(both)]
    frame = change(*given_)
    if not all(sum(sum(both[side]) for both in rows) for side in (0, 1)):
        with pytest.raises(GovTextError, match="nothing to divide by"):
            decompose(frame, "granted", (2021, 2022), draws=5)
        return
    made = decompose(frame, "granted", (2021, 2022), draws=5).set_index("component")
    parts = ["within", "mix", "turnover"]
    assert made.loc[parts, "value"].sum() == pytest.approx(made.loc["total", "value"], abs=1e-9)
    assert made.loc[[*parts, "volume"], "cases"].sum() == pytest.approx(made.loc["total", "cases"], abs=1e-9)


def test_a_count_or_a_year_without_reports_cannot_be_taken_apart() -> None:
    frame = change(("甲", 2021, 5, 5), ("甲", 2022, 5, 5))
    with pytest.raises(GovTextError, match="cannot be taken apart"):
        decompose(frame, "requests.new", (2021, 2022))
    with pytest.raises(GovTextError, match="nothing to divide by"):
        decompose(frame, "granted", (2020, 2022))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=12), st.integers(2, 9))
def test_concentration_does_not_depend_on_the_unit_and_keeps_its_bounds(values: list[int], factor: int) -> None:
    if not sum(values):
        assert np.isnan(gini(values))
        return
    n = len(values)
    assert -1e-9 <= gini(values) <= (n - 1) / n + 1e-9
    assert 1 / n - 1e-9 <= herfindahl(values) <= 1 + 1e-9
    assert gini([factor * each for each in values]) == pytest.approx(gini(values))
    pairs = sum(abs(a - b) for a in values for b in values) / (2 * n * sum(values))
    assert gini(values) == pytest.approx(pairs)


def test_concentration_counts_issuers_and_refuses_what_is_negative() -> None:
    made = concentration(several((60, 0), (30, 0), (10, 0)), top=2).iloc[0]
    assert (made["n"], made["total"], made["top_share"], made["herfindahl"]) == (3, 100, 0.9, pytest.approx(0.46))
    with pytest.raises(GovTextError, match="negative"):
        gini([1, -1])


def test_resamples_do_not_depend_on_how_many_are_held_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    top, base = np.arange(8.0), np.full(8, 9.0)
    whole = intervals.bootstrap(top, base, 50)
    monkeypatch.setattr(intervals, "AT_ONCE", 20)
    assert intervals.bootstrap(top, base, 50) == whole
    assert whole[0] < top.sum() / base.sum() < whole[1]
