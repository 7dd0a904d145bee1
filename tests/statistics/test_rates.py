"""The rates of a report: values, intervals, and every reason why there is none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govtext
from govtext.errors import GovTextError, UnknownCode
from govtext.forms import form
from govtext.statistics import rates
from govtext.statistics.intervals import ratio
from govtext.statistics.reckoning import RESULT
from tests.statistics.frames import answered, put, whole


def one(frame: pd.DataFrame, rate: str, **options: object) -> pd.Series:
    made = rates(frame, rate, **options)  # type: ignore[arg-type]
    assert len(made) == 1
    return made.iloc[0]


def test_a_rate_is_its_numerator_over_its_denominator() -> None:
    row = one(answered("a", 40, 10), "disclosed")
    assert (row["numerator"], row["denominator"], row["value"], row["status"], row["sums"]) == (
        40,
        50,
        0.8,
        "ok",
        "hold",
    )
    assert (round(row["low"], 4), round(row["high"], 4)) == (0.6696, 0.8876)


def test_the_interval_is_wilsons_and_not_of_the_wald_kind() -> None:
    row = one(answered("a", 30), "refused")
    assert (row["value"], row["low"]) == (0, 0)
    assert row["high"] == pytest.approx(1.959964**2 / (30 + 1.959964**2), abs=1e-6)  # z² / (n + z²), known for 0 of n


@pytest.mark.parametrize("status", ["empty", "mark", "unreadable", "missing"])
def test_a_cell_that_was_not_read_gives_no_rate_and_says_which(status: str) -> None:
    row = one(put(answered("a", 40, 10), "requests/granted/total", None, status), "disclosed")
    assert row["status"] == "not_read"
    assert row["reason"] == f"requests/granted/total: {status}"
    assert row[["value", "low", "high"]].isna().all()


@pytest.mark.parametrize(
    ("status", "taken"), [("empty", True), ("mark", True), ("unreadable", False), ("missing", False)]
)
def test_blanks_are_zero_only_where_that_is_asked_for(status: str, taken: bool) -> None:
    frame = put(answered("a", 40, 0), "requests/refused.process/total", None, status)
    assert one(frame, "refused")["status"] == "not_read"
    row = one(frame, "refused", blanks="zero")
    assert (row["status"], row["blanks"]) == (("ok", 1) if taken else ("not_read", 0))


def test_small_denominators_keep_their_value_and_are_called_small() -> None:
    row = one(answered("a", 4, 1), "disclosed")
    assert (row["status"], row["value"]) == ("small_denominator", 0.8)
    assert one(answered("a", 4, 1), "disclosed", min_denominator=5)["status"] == "ok"


def test_nothing_processed_is_no_rate_of_zero() -> None:
    row = one(answered("a", 0), "disclosed")
    assert row["status"] == "zero_denominator"
    assert np.isnan(row["value"])


def test_a_part_that_is_more_than_the_whole_contradicts_itself() -> None:
    frame = whole("a", {"proactive/normative_documents/issued": 9, "proactive/normative_documents/in_force": 5})
    row = one(frame, "documents.new")
    assert (row["status"], row["reason"]) == ("contradictory", "numerator 9; denominator 5")
    assert np.isnan(row["value"])


def test_a_printed_sum_that_fails_spoils_the_rates_that_rest_on_it_and_no_others() -> None:
    frame = put(answered("a", 40, 10), "requests/processed_total/total", 60)
    row = one(frame, "disclosed")
    assert (row["status"], row["sums"]) == ("contradictory", "fail")
    assert row["reason"] == "requests.outcomes at requests/*/total: 50 is not 60"
    assert one(frame, "applicants.natural_person")["status"] == "ok"


def test_a_sum_that_cannot_be_told_spoils_nothing_and_is_said() -> None:
    frame = put(answered("a", 40, 10), "requests/refused.process/total", None, "unreadable")
    row = one(frame, "granted")
    assert (row["status"], row["sums"], row["value"]) == ("ok", "unknown", 0.8)


def test_ratios_may_pass_one_and_have_the_interval_of_two_counts() -> None:
    frame = whole("a", {"proactive/penalties/decisions": 60, "proactive/licensing/decisions": 40})
    row = one(frame, "penalties.licensing")
    assert (row["status"], row["value"]) == ("ok", 1.5)
    assert [row["low"], row["high"]] == [float(bound) for bound in ratio(60, 40)]
    assert row["low"] < 1.5 < row["high"]


def test_a_decrease_is_a_change_and_no_contradiction() -> None:
    frame = whole("a", {"proactive/fees/items_last_year": 40, "proactive/fees/items_change": -30}, "2019")
    row = one(frame, "items.fees")
    assert (row["value"], row["status"]) == (-0.75, "ok")
    assert np.isnan(row["low"])


def test_what_the_form_does_not_ask_is_told_apart_from_what_was_not_read() -> None:
    row = one(answered("a", 40, code="2019"), "documents.new")
    assert (row["status"], row["reason"]) == ("not_on_form", "proactive/normative_documents/issued: not on the form")
    frame = answered("a", 40)
    row = one(frame[~frame["key"].str.startswith("review/")], "disputes")
    assert (row["status"], row["reason"]) == ("not_read", "review/reconsideration/total: no table was read")


@pytest.mark.parametrize("code", ["2019", "2021"])
def test_other_handling_is_one_rate_in_both_forms(code: str) -> None:
    rows = ("other",) if code == "2019" else ("other.no_correction", "other.fee_unpaid", "other.else")
    figures = {f"requests/{row}/total": 10.0 for row in rows} | {"requests/processed_total/total": 10.0 * len(rows)}
    row = one(whole("a", figures, code), "other")
    assert (row["numerator"], row["value"], row["sums"]) == (10 * len(rows), 1.0, "hold")


def test_a_part_that_was_not_read_is_no_part_of_other_handling() -> None:
    frame = put(answered("a", 40), "requests/other.else/total", None, "empty")
    assert one(frame, "other")["status"] == "not_read"


def test_a_figure_in_doubt_is_said_to_be() -> None:
    frame = answered("a", 40).assign(confirmed=pd.array([None] * 200, dtype="boolean"))
    frame.loc[frame["key"] == "requests/granted/total", "confirmed"] = False
    made = rates(frame, ["granted", "refused"]).set_index("rate")
    assert made["doubted"].to_dict() == {"granted": True, "refused": False}


def test_reports_stay_apart_and_in_order() -> None:
    frame = pd.concat([answered("b", 30), answered("a", 10, 30, year=2022, level="city")])
    made = rates(frame, ["granted", "refused"])
    assert made[["report", "rate", "value"]].values.tolist() == [
        ["b", "granted", 1.0], ["b", "refused", 0.0], ["a", "granted", 0.25], ["a", "refused", 0.75],
    ]  # fmt: skip
    assert made["level"].tolist()[2:] == ["city"] * 2
    assert {*RESULT} <= {*made.columns}


def test_a_report_and_its_cells_give_the_same() -> None:
    report = govtext.read(Path(__file__).parents[2] / "data" / "real" / "anju-2020.txt")
    by_report, by_cells = rates(report), rates(report.cells)
    assert by_report[list(RESULT)].equals(by_cells[list(RESULT)])
    assert by_report["issuer"].unique().tolist() == ["遂宁市安居区人民政府"]
    assert rates([report])["year"].unique().tolist() == [2020]


@pytest.mark.parametrize(
    ("frame", "error"),
    [
        (pd.DataFrame({"key": ["requests/new/total"]}), UnknownCode),
        (pd.DataFrame({"value": [1]}), UnknownCode),
        (pd.DataFrame({"key": ["requests/new/total"] * 2, "value": [1, 2]}), GovTextError),
        (pd.DataFrame({"key": ["requests/new/total"], "value": [1], "status": ["good"]}), UnknownCode),
    ],
)
def test_frames_that_are_no_cells_are_refused(frame: pd.DataFrame, error: type[GovTextError]) -> None:
    with pytest.raises(error):
        rates(frame, "requests.new")


def test_a_rate_that_is_not_declared_is_refused() -> None:
    with pytest.raises(UnknownCode, match="no rate 'kindness'"):
        rates(answered("a", 1), "kindness")


KEYS = [each.key for each in form("2021").figures()]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(-3, 50)), min_size=len(KEYS), max_size=len(KEYS)))
def test_whatever_stands_in_the_cells_a_share_lies_in_its_interval_or_there_is_none(values: list[int | None]) -> None:
    frame = pd.DataFrame({"key": KEYS, "value": pd.array(values, dtype="Float64")})
    made = rates(frame)
    shares = made[(made["kind"] == "share") & made["value"].notna()]
    assert ((shares["low"] <= shares["value"] + 1e-12) & (shares["value"] <= shares["high"] + 1e-12)).all()
    assert shares["value"].between(0, 1).all()
    assert set(made.loc[made["value"].notna(), "status"]) <= {"ok", "small_denominator"}
    assert made.loc[~made["status"].isin(["ok", "small_denominator"]), "value"].isna().all()
    assert (made.loc[made["status"].isin(["contradictory", "not_read", "not_on_form"]), "reason"] != "").all()
