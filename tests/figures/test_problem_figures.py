"""The figures of problems: their data are what is drawn, nothing is an empty box, what cannot be drawn is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from govtext.errors import GovTextError
from govtext.figures import missing_characters, save, style, text_faults
from govtext.figures.codes import code_labels
from govtext.figures.intervals import intervals
from govtext.figures.problem_years import problem_years
from govtext.figures.survival import survival_curves
from govtext.problems import taxonomy
from govtext.recurrence import kaplan_meier
from tests.recurrence.frames import said, spoken

WORDS = ("模拟数据：标题", "simulated: title", "模拟 simulated")


@pytest.fixture(autouse=True)
def _in_style() -> Iterator[None]:
    with style():
        yield


def test_every_code_has_one_short_line() -> None:
    labels = code_labels(taxonomy())
    assert len(set(labels)) == len(labels)
    assert all("\n" not in each and "、" not in each.split(" ")[0] for each in labels)


def test_the_heat_map_counts_reports_not_items() -> None:
    frame = said(("A", 2020, "staffing"), ("A", 2020, "staffing"), ("B", 2020, "capacity"), ("B", 2021, "staffing"))
    figure, data = problem_years(frame, *WORDS)
    told = data.set_index(["code", "year"])
    assert told.loc[("staffing", 2020), ["reports", "n", "percent"]].tolist() == [1, 2, 50]
    assert told.loc[("capacity", 2021), "percent"] == 0
    assert data["code"].iloc[0] == "staffing"
    assert missing_characters(figure) == set()


def test_a_year_without_reports_is_blank_and_no_zero() -> None:
    figure, data = problem_years(spoken("A", "x-x"), *WORDS)
    assert data["percent"].isna().tolist() == [False, True, False]
    assert [text.get_text() for text in figure.axes[0].texts] == ["100", "100"]


def test_numbers_in_the_cells_are_those_of_the_data() -> None:
    figure, data = problem_years(pd.concat([spoken("A", "xxo"), spoken("B", "xoo")]), *WORDS)
    assert [text.get_text() for text in figure.axes[0].texts] == [f"{each:.0f}" for each in data["percent"]]


def test_no_problem_is_no_heat_map() -> None:
    with pytest.raises(GovTextError, match="nothing to draw"):
        problem_years(said(("A", 2020, "none")), *WORDS)


def test_curves_are_drawn_as_steps_from_one_and_truth_without_a_band() -> None:
    curve = kaplan_meier([1, 2, 2, 3], [1, 1, 0, 1])
    figure, data = survival_curves({"读出 read": curve, "真值 true": curve}, "4", *WORDS, true=["真值 true"])
    axes = figure.axes[0]
    assert [line.get_label() for line in axes.lines] == ["真值 true", "读出 read"]
    assert axes.lines[1].get_ydata().tolist() == [1.0, *curve["survival"], curve["survival"].iloc[-1]]
    assert axes.lines[1].get_xdata()[:-1].tolist() == [0.0, *curve["time"]]
    assert len(axes.collections) == 1
    assert [text.get_text() for text in axes.get_xticklabels()] == ["0", "1", "2", "3"]
    below = [text.get_text() for text in axes.texts]
    assert below == ["真值", *map(str, curve["at_risk"]), "读出", *map(str, curve["at_risk"])]
    assert data["curve"].value_counts().tolist() == [len(curve)] * 2
    assert missing_characters(figure) == set()


def test_a_true_curve_that_equals_another_is_seen_behind_it_and_the_legend_lies_on_no_band() -> None:
    curve = kaplan_meier([1, 2, 2, 3], [1, 1, 0, 1])
    figure, _ = survival_curves({"读出 read": curve, "真值 true": curve}, "4", *WORDS, true=["真值 true"])
    true, read = figure.axes[0].lines
    assert true.get_linewidth() > 2 * read.get_linewidth()
    assert true.get_zorder() <= read.get_zorder()
    figure.canvas.draw()
    (key,) = [axes.get_legend() for axes in figure.axes if axes.get_legend()]
    assert key.get_window_extent().y0 > figure.axes[0].get_window_extent().y1


def test_long_names_of_curves_stand_beside_their_numbers() -> None:
    curve = kaplan_meier(range(1, 10), [1] * 9)
    with style("en"):
        names = ["true", *(f"a larger corpus, read once more: {at}" for at in range(4))]
        figure, _ = survival_curves(dict.fromkeys(names, curve), "9", *WORDS, true=["true"])
        assert text_faults(figure) == []
    assert [text.get_text() for text in figure.axes[0].texts if text.get_ha() == "right"] == names


@pytest.mark.parametrize(
    ("curves", "true"),
    [
        ({}, []),
        ({str(n): kaplan_meier([1], [1]) for n in range(5)}, []),
        ({"a": kaplan_meier([], [])}, []),
        ({"a": kaplan_meier([1], [1])}, ["b"]),
        ({"a": pd.DataFrame({"time": [1]})}, []),
    ],
)
def test_curves_that_cannot_be_drawn_are_refused(curves: dict[str, pd.DataFrame], true: list[str]) -> None:
    with pytest.raises(GovTextError):
        survival_curves(curves, "0", *WORDS, true=true)


def points() -> pd.DataFrame:
    rows = [
        ("甲", "读出 read", 0.5, 0.4, 0.7),
        ("甲", "设定 planted", 0.6, np.nan, np.nan),
        ("乙", "读出 read", 0.2, 0.1, 0.3),
    ]
    return pd.DataFrame(rows, columns=["row", "series", "value", "low", "high"])


def test_points_stand_in_their_rows_with_their_whiskers() -> None:
    figure, _ = intervals(points().assign(true=[0.55, 0.55, 0.25]), "比例 share", "3", *WORDS)
    axes = figure.axes[0]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["甲", "乙"]
    read, planted = (container.lines for container in axes.containers)
    assert read[0].get_xdata().tolist() == [0.5, 0.2]
    assert np.allclose([segment[:, 0] for segment in read[2][0].get_segments()], [[0.4, 0.7], [0.1, 0.3]])
    assert np.allclose([segment[:, 0] for segment in planted[2][0].get_segments()], [[0.6, 0.6]])
    assert np.allclose(read[0].get_ydata(), [0, 1], atol=0.2)
    assert missing_characters(figure) == set()


def test_what_is_true_lies_over_the_point_that_equals_it() -> None:
    axes = intervals(points().assign(true=[0.5, 0.5, 0.2]), "比例 share", "3", *WORDS)[0].axes[0]
    (stroke,) = [each for each in axes.collections if each.get_label() == "真值 true"]
    drawn = [part for each in axes.containers for part in (each.lines[0], *each.lines[2])]
    assert len(drawn) == 4
    assert all(stroke.get_zorder() > part.get_zorder() for part in drawn)


def test_labels_in_two_lines_have_room() -> None:
    rows = [(f"类别 {at}\ncode {at}", "读出", 0.5, 0.4, 0.6) for at in range(12)]
    figure, _ = intervals(pd.DataFrame(rows, columns=["row", "series", "value", "low", "high"]), "比例", "12", *WORDS)
    assert text_faults(figure) == []


@pytest.mark.parametrize("frame", [points().drop(columns="low"), points().iloc[:0]])
def test_points_that_cannot_be_drawn_are_refused(frame: pd.DataFrame) -> None:
    with pytest.raises(GovTextError):
        intervals(frame, "比例 share", "0", *WORDS)


def test_data_stand_beside(tmp_path: Path) -> None:
    figure, data = problem_years(spoken("A", "xxo"), *WORDS)
    files = save(figure, tmp_path / "problems", data, ("png",))
    assert pd.read_csv(files[-1], index_col=0).equals(data)


def test_the_style_around_is_left_alone() -> None:
    before = dict(mpl.rcParams)
    intervals(points(), "比例 share", "3", *WORDS)
    assert dict(mpl.rcParams) == before
