"""Years: observed, missing, contested; a gap is never a problem that is gone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from govtext.errors import GovTextError, UnknownCode
from govtext.recurrence import history, joined, persistence, reasons, returned, spells
from tests.recurrence.frames import COLUMNS, said


def status(frame: pd.DataFrame) -> dict[int, str]:
    years = history(frame).years
    return dict(zip(years["year"], years["status"], strict=True))


def reports() -> pd.DataFrame:
    names = ["report", "issuer_id", "year", "doubtful"]
    rows = [("a", "A", 2019, False), ("b", "A", 2020, False), ("c", "A", 2021, False), ("d", "A", 2022, False),
            ("e", "A", 2024, False)]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


def items(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["report", "kind", "codes"]).assign(text="人手不足")


def test_every_status_of_a_year() -> None:
    rows = items(("a", "problem", "staffing"), ("d", "measure", "staffing"), ("e", "problem", "none"))
    found = joined(reports(), rows, sections=["b"])
    expected = {2019: "observed", 2020: "no_problem_read", 2021: "no_section", 2022: "no_problem_read",
                2023: "no_report", 2024: "observed"}  # fmt: skip
    assert status(found) == expected
    assert set(expected.values()) <= set(reasons())


def test_no_problem_stated_is_an_observed_year_without_problems() -> None:
    made = history(said(("A", 2019, "staffing"), ("A", 2020, "none")))
    assert made.years["problems"].tolist() == [1, 0]
    assert returned(made, None).set_index("same").loc["code", ["returned", "n"]].tolist() == [0, 1]


def test_of_several_reports_the_one_that_is_not_doubtful() -> None:
    two = pd.DataFrame([("a", "A", 2019, True), ("b", "A", 2019, False)],
                       columns=["report", "issuer_id", "year", "doubtful"])  # fmt: skip
    both = items(("a", "problem", "staffing"), ("b", "problem", "capacity"))
    made = history(joined(two, both, []))
    assert made.problems["codes"].tolist() == [("capacity",)]
    contested = history(joined(two.assign(doubtful=False), both, []))
    assert contested.years["status"].tolist() == ["several"]
    assert contested.problems.empty


def test_rows_without_issuer_or_year_are_counted() -> None:
    frame = said(("A", 2019, "staffing"), (None, 2019, "staffing"), ("A", None, "staffing"))
    assert dict(history(frame).left_out) == {"no_issuer": 1, "no_year": 1}


def test_nothing_observed_is_no_error() -> None:
    made = history(pd.DataFrame(columns=COLUMNS))
    assert (len(made.years), made.cube.stated.size) == (0, 0)
    assert returned(made, None)["n"].tolist() == [0, 0, 0]


@pytest.mark.parametrize("column", COLUMNS)
def test_a_missing_column_is_named(column: str) -> None:
    with pytest.raises(UnknownCode, match=column):
        history(said(("A", 2019, "staffing")).drop(columns=column))


def test_years_that_cannot_be() -> None:
    with pytest.raises(GovTextError, match="years that cannot be"):
        history(said(("A", 19, "staffing")))


def test_the_cube_says_who_stated_what_when() -> None:
    cube = history(said(("A", 2019, "staffing|capacity"), ("B", 2020, "other"), ("A", 2021, "zzz"))).cube
    assert cube.codes == ("staffing", "capacity", "zzz")  # in the order of the taxonomy, others behind, none residual
    assert cube.observed.tolist() == [[True, False, True], [False, True, False]]
    assert np.argwhere(cube.stated).tolist() == [[0, 0, 0], [0, 0, 1], [0, 2, 2]]
    assert not cube.followed.any()


def test_measures_are_paired_with_the_problems_of_their_report() -> None:
    frame = pd.DataFrame(
        [("A", 2019, "problem", "staffing", "人手不足"), ("A", 2019, "measure", "staffing", "针对人手不足，增配人员"),
         ("A", 2019, "problem", "platform", "网站栏目不全")], columns=COLUMNS)  # fmt: skip
    assert history(frame).problems["measures"].tolist() == [(1,), ()]


@pytest.mark.parametrize("name", ["status", "next", "problems", "measure", "years", "sure"])
def test_a_column_that_would_be_taken_for_another_is_told_in_one_line(name: str) -> None:
    frame = said(("A", 2019, "staffing"), ("A", 2020, "staffing")).assign(**{name: "x"})
    with pytest.raises(GovTextError, match=f"found {name}; expected another name, such as report_{name}"):
        history(frame)


def test_a_column_that_is_there_twice_is_told() -> None:
    frame = said(("A", 2019, "staffing"))
    with pytest.raises(GovTextError, match="found year"):
        history(pd.concat([frame, frame[["year"]]], axis=1))


def test_a_code_beside_the_codes_is_of_the_item_and_not_of_the_report() -> None:
    frame = said(("A", 2019, "staffing"), ("A", 2020, "staffing"))
    with_code = frame.assign(code=frame["codes"])
    assert spells(with_code).equals(spells(frame))
    assert persistence(with_code, permutations=9).equals(persistence(frame, permutations=9))
    assert "code" not in history(with_code).years.columns


def test_columns_of_ones_own_are_kept_and_can_be_grouped_by() -> None:
    frame = said(("A", 2019, "staffing"), ("A", 2020, "staffing")).assign(state="x", value=3, index=1, group="g")
    assert history(frame).years[["state", "value", "index", "group"]].values.tolist() == [["x", 3, 1, "g"]] * 2
    assert returned(frame, "state").set_index("same").loc["code", "returned"] == 1
