"""Survival: the published example, late entry against statsmodels and lifelines, and spells with hidden ends."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from govtext.errors import GovTextError, UnknownCode
from govtext.recurrence import kaplan_meier, lasting, log_rank, median, spells, survival_at
from tests.recurrence.frames import said, spoken

# Remission in weeks of leukaemia under 6-MP and placebo: Freireich et al. (1963), Blood 21, as in Gehan (1965).
TREATED = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def test_freireich() -> None:
    curve = kaplan_meier(TREATED, RELAPSED).set_index("time")
    events = curve[curve["events"] > 0]
    assert events["survival"].round(4).tolist() == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert events["error"].round(4).tolist() == [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
    assert events["low"].round(4).tolist() == [0.6197, 0.5631, 0.5032, 0.4316, 0.3675, 0.2678, 0.1881]
    assert events["high"].round(4).tolist() == [0.9516, 0.9228, 0.8894, 0.8491, 0.8049, 0.7468, 0.6801]
    assert median(curve.reset_index())[:2] == (23.0, 13.0)
    assert tuple(median(kaplan_meier(PLACEBO, [1] * 21))) == (8.0, 4.0, 11.0)


def test_freireich_log_rank() -> None:
    made = log_rank(TREATED + PLACEBO, RELAPSED + [1] * 21, ["6-MP"] * 21 + ["placebo"] * 21)
    assert (round(made.statistic, 2), made.df) == (16.79, 1)
    assert made.p == pytest.approx(4.169e-05, rel=1e-3)
    assert made.groups["expected"].round(2).tolist() == [19.25, 10.75]


# Drawn once; the figures are those of statsmodels 0.15.0 (survival, log-rank) and lifelines 0.30.3 (bounds).
ENTRY = [2, 1, 1, 0, 0, 0, 0, 0, 0, 2]
TIME = [4, 5, 3, 2, 1, 3, 4, 2, 5, 3]
EVENT = [1, 0, 1, 1, 0, 1, 1, 1, 0, 0]
GROUP = list("aabbababba")
LATE = {
    "survival": [1.0, 0.7142857142857143, 0.5102040816326531, 0.25510204081632654, 0.25510204081632654],
    "low": [0.2581536654587949, 0.16508108964484725, 0.03886982298944168, 0.03886982298944168],
    "high": [0.9197974560448583, 0.7777100160212168, 0.5629002520453387, 0.5629002520453387],
}


def test_late_entry() -> None:
    curve = kaplan_meier(TIME, EVENT, ENTRY)
    assert curve["at_risk"].tolist() == [6, 7, 7, 4, 2]
    assert curve["survival"].to_numpy() == pytest.approx(LATE["survival"], abs=1e-6)
    assert curve["low"].to_numpy()[1:] == pytest.approx(LATE["low"], abs=1e-6)
    assert curve["high"].to_numpy()[1:] == pytest.approx(LATE["high"], abs=1e-6)
    assert log_rank(TIME, EVENT, GROUP, ENTRY).statistic == pytest.approx(1.4770017035775125)


def test_cases_of_one_cluster_widen_the_interval() -> None:
    time, event = TREATED * 3, RELAPSED * 3
    plain = kaplan_meier(time, event)
    by = kaplan_meier(time, event, cluster=list(range(21)) * 3)
    once = kaplan_meier(TREATED, RELAPSED, cluster=list(range(21)))
    assert by["survival"].tolist() == plain["survival"].tolist()
    assert (by["high"] - by["low"]).max() > 1.5 * (plain["high"] - plain["low"]).max()
    assert by["low"].to_numpy() == pytest.approx(once["low"].to_numpy(), nan_ok=True)  # three copies tell no more


def test_times_that_are_none() -> None:
    with pytest.raises(GovTextError, match="a time that is none"):
        kaplan_meier([1.0], [1], [2.0])
    with pytest.raises(GovTextError, match="different length"):
        kaplan_meier([1.0, 2.0], [1])


def row(frame: pd.DataFrame, **more: object) -> list[list[object]]:
    made = spells(frame, **more)  # type: ignore[arg-type]
    made = made[made["code"] == "staffing"]
    return made[["start", "years", "began", "ended", "entry", "time", "event", "used"]].values.tolist()


def test_a_spell_that_is_seen_from_beginning_to_end() -> None:
    assert row(spoken("A", "oxxo")) == [[2020, 2, "seen", "stopped", 0, 2, True, True]]


def test_a_spell_cut_off_was_restated_once_less_than_its_years() -> None:
    assert row(spoken("A", "oxx")) == [[2020, 2, "seen", "last_year", 0, 1, False, True]]
    assert row(spoken("A", "oxx-o")) == [[2020, 2, "seen", "gap", 0, 1, False, True]]


def test_hidden_beginnings() -> None:
    first = spoken("A", "xxo")
    assert row(first) == [[2019, 2, "first_year", "stopped", 0, 2, True, False]]
    assert row(first, left="first_seen") == [[2019, 2, "first_year", "stopped", 0, 2, True, True]]
    since = pd.DataFrame({"issuer_id": ["A"], "code": ["staffing"], "since": [2016]})
    assert row(first, left="delayed", since=since) == [[2019, 2, "first_year", "stopped", 3, 5, True, True]]
    with pytest.raises(UnknownCode, match="sideways"):
        spells(first, "sideways")  # type: ignore[arg-type]


def test_across_a_gap_only_where_both_sides_state_it_and_the_age_is_known() -> None:
    bridged = row(spoken("A", "ox-xo"), left="delayed")
    assert bridged == [[2020, 1, "seen", "gap", 0, 0, False, True], [2022, 1, "gap", "stopped", 2, 3, True, True]]
    assert row(spoken("A", "x-xo"), left="delayed")[1][-1] is False
    assert row(spoken("A", "oxo-xo"), left="delayed")[1][-1] is False


def test_curves_count_hazards_by_hand() -> None:
    frame = pd.concat([spoken("A", "oxo"), spoken("B", "oxxo"), spoken("C", "oxx"), spoken("D", "ox-")])
    curve = lasting(frame).curves
    own = curve[curve["code"] == "staffing"]
    assert own[["time", "at_risk", "events", "censored"]].values.tolist() == [[1, 3, 1, 1], [2, 1, 1, 0]]
    assert own["survival"].tolist() == pytest.approx([2 / 3, 0])


def test_groups_are_tested_by_any_variable_of_the_report() -> None:
    fast = [spoken(f"f{n}", "oxoxo").assign(level="county") for n in range(12)]
    slow = [spoken(f"s{n}", "oxxxx").assign(level="city") for n in range(12)]
    made = lasting(pd.concat(fast + slow), "level")
    assert made.test is not None
    assert made.test.p < 1e-6
    assert made.medians.set_index("level").loc["county", "median"] == 1
    assert "log-rank" in repr(made)
    assert lasting(said(("A", 2019, "staffing"))).medians["used"].tolist() == [0]
    assert np.isnan(lasting(said(("A", 2019, "staffing"))).medians["median"].iloc[0])


def test_old_spells_taken_for_young_ones_seem_shorter_and_late_entry_mends_it() -> None:
    """Every spell lasts four years and a new one begins every year; the issuers are seen from the fifth year on."""
    whole = pd.concat([spoken(f"I{first}", "o" * first + "xxxx" + "o" * (8 - first)) for first in range(9)])
    late = whole[whole["year"] >= 2023]
    since = pd.DataFrame({"issuer_id": [f"I{n}" for n in range(9)], "code": "staffing", "since": range(2019, 2028)})

    def curve(frame: pd.DataFrame, **more: object) -> list[float]:
        made = lasting(frame[frame["issuer_id"] != "I0"], **more).curves  # type: ignore[arg-type]
        return [survival_at(made[made["code"] == "staffing"], time).value for time in (1, 2, 3, 4)]

    assert curve(whole) == [1, 1, 1, 0]
    assert curve(late) == [1, 1, 1, 0]
    assert curve(late, left="delayed", since=since) == [1, 1, 1, 0]
    assert curve(late, left="first_seen")[0] < 0.9
