"""The figures of the table statistics: their data are what is drawn, nothing is an empty box, doubts are refused."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle

from govtext.errors import BoundExceeded, GovTextError
from govtext.figures import missing_characters, style
from govtext.figures.outcomes import OUTCOMES, outcomes
from govtext.figures.refusal_grounds import refusal_grounds
from govtext.figures.region_panels import MOST, region_panels
from govtext.figures.request_flow import request_flow
from govtext.statistics import ScopeWarning, rates
from tests.statistics.frames import answered, put

WORDS = ("模拟数据：标题", "simulated: title", "模拟 simulated")


@pytest.fixture(autouse=True)
def _in_style() -> Iterator[None]:
    with style(), warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def years(*given: int, granted: int = 40, refused: int = 10) -> pd.DataFrame:
    """One report a year; those before 2021 in the old form."""
    return pd.concat([
        answered(f"r{year}", granted, refused, issuer="甲", region="甲市", year=year,
                 code="2019" if year < 2021 else "2021")
        for year in given
    ])  # fmt: skip


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def test_what_flows_in_flows_out() -> None:
    figure, data = request_flow(answered("a", 30, 10, carried_in=5, carried_out=8), *WORDS)
    into, out = (data.loc[data[side] == "due", "requests"].sum() for side in ("target", "source"))
    assert into == out == 48
    assert data.set_index(["source", "target"])["requests"].to_dict() == {
        ("carried_in", "due"): 5, ("new", "due"): 43, ("due", "granted"): 30, ("due", "refused"): 10,
        ("due", "carried_out"): 8,
    }  # fmt: skip
    assert len([each for each in figure.axes[0].patches if isinstance(each, PathPatch)]) == len(data)
    assert missing_characters(figure) == set()


def test_bands_and_nodes_are_as_high_as_their_requests() -> None:
    figure, _ = request_flow(answered("a", 30, 10, carried_in=5, carried_out=8), *WORDS)
    middle, *ends = (each for each in figure.axes[0].patches if isinstance(each, Rectangle))
    assert [each.get_height() / middle.get_height() * 48 for each in ends] == pytest.approx([5, 43, 30, 10, 8])
    assert all(each.get_y() >= 0 and each.get_y() + each.get_height() <= 1 + 1e-9 for each in ends)


def test_reports_whose_sums_fail_do_not_flow_and_are_counted() -> None:
    wrong = put(answered("b", 50), "requests/carried_out/total", 9)
    figure, data = request_flow(pd.concat([answered("a", 30), wrong]), *WORDS)
    assert data["requests"].tolist() == [30, 30]
    assert "1 份报告" in figure.get_supxlabel()
    assert "1 more left out" in figure.get_supxlabel()


def test_several_years_or_reports_that_hold_each_other_do_not_flow_together() -> None:
    with pytest.raises(GovTextError, match="several years"):
        request_flow(years(2021, 2022), *WORDS)
    city = answered("a", 50, issuer="甲市", region="甲市", body="government", year=2022).assign(scope="aggregate")
    with pytest.warns(ScopeWarning, match="adds up"):
        request_flow(pd.concat([city, answered("b", 5, issuer="乙县", region="甲市乙县", year=2022)]), *WORDS)
    with pytest.raises(GovTextError, match="nothing to draw"):
        request_flow(answered("a", 0), *WORDS)


def test_labels_of_thin_bands_do_not_lie_on_each_other() -> None:
    frame = answered("a", 960, 10, carried_out=10)
    for row, count in (("partial", 2), ("unavailable.not_held", 2), ("not_processed.petition", 2), ("other.else", 2)):
        for column in ("natural_person", "total"):
            frame = put(frame, f"requests/{row}/{column}", count)
    for row, count in (("processed_total", 978), ("new", 988)):
        for column in ("natural_person", "total"):
            frame = put(frame, f"requests/{row}/{column}", count)
    figure, data = request_flow(frame, *WORDS)
    heights = sorted(text.get_position()[1] for text in figure.axes[0].texts if text.get_ha() == "left")
    assert len(heights) == 7 == len(data) - 1
    assert min(np.diff(heights)) > 0.06
    assert heights[0] > 0


def test_bars_add_up_and_the_break_is_drawn() -> None:
    figure, data = outcomes(years(2019, 2020, 2021, 2022), *WORDS)
    assert data.groupby("year")["percent"].sum().tolist() == [100.0] * 4
    assert data["rate"].unique().tolist() == list(OUTCOMES)
    axes = figure.axes[0]
    assert [line.get_xdata()[0] for line in axes.lines] == [1.5]
    assert any("2021" in text for text in texts(figure))
    tops = [patch.get_y() + patch.get_height() for patch in axes.patches]
    assert max(tops) == pytest.approx(100)
    assert axes.get_xticklabels()[0].get_text() == "2019\n(1; 50)"
    assert missing_characters(figure) == set()


def test_no_break_where_all_years_lie_on_one_side() -> None:
    figure, _ = outcomes(years(2021, 2022), *WORDS)
    assert len(figure.axes[0].lines) == 0


def test_a_scope_that_no_report_has_is_refused_and_the_others_named() -> None:
    with pytest.raises(GovTextError, match="scopes own"):
        outcomes(years(2022), *WORDS, scope="aggregate")


def test_grounds_are_sorted_and_have_both_intervals() -> None:
    frame = pd.concat([
        answered(f"r{at}", 10, 6 + at, ground="process" if at < 4 else "third_party", issuer=f"机关{at}")
        for at in range(6)
    ])  # fmt: skip
    figure, data = refusal_grounds(frame, *WORDS)
    assert data["rate"].tolist()[:2] == ["refused.process", "refused.third_party"]
    assert data["value"].iloc[0] == 30 / 51
    narrow, wide = (part for _, part in data.groupby("series", sort=False))
    assert wide["high"].iloc[0] - wide["low"].iloc[0] > narrow["high"].iloc[0] - narrow["low"].iloc[0]
    labels = [text.get_text() for text in figure.axes[0].get_yticklabels()]
    assert labels[0] == "属于四类过程性信息 deliberative process"
    assert not any("占" in label or "refused" in label for label in labels)
    assert missing_characters(figure) == set()


def test_no_refusal_is_no_figure_of_grounds() -> None:
    with pytest.raises(GovTextError, match="no refusal"):
        refusal_grounds(answered("a", 40), *WORDS)


def areas(*given: tuple[str, int, int, int]) -> pd.DataFrame:
    """Region, year, granted, refused."""
    return pd.concat([
        answered(f"{region}{year}", one, other, issuer=region, region=region, year=year,
                 code="2019" if year < 2021 else "2021")
        for region, year, one, other in given
    ])  # fmt: skip


def test_a_panel_a_region_with_its_own_line_and_the_others_in_grey() -> None:
    frame = areas(("乙市", 2021, 40, 0), ("甲市", 2021, 30, 10), ("甲市", 2022, 20, 20), ("乙市", 2022, 10, 30))
    figure, data = region_panels(frame, "granted", *WORDS)
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles == ["乙市 (n = 2)", "甲市 (n = 2)"]
    grey, own = (next(line for line in figure.axes[1].lines if line.get_color() == c) for c in ("#cccccc", "#0072B2"))
    assert (list(grey.get_ydata()), list(own.get_ydata())) == ([1.0, 0.25], [0.75, 0.5])
    assert data["value"].tolist() == [1.0, 0.25, 0.75, 0.5]
    assert missing_characters(figure) == set()


def test_a_missing_year_and_a_break_that_may_not_be_crossed_cut_the_line() -> None:
    frame = areas(("甲市", 2019, 30, 10), ("甲市", 2020, 30, 10), ("甲市", 2021, 30, 10), ("甲市", 2023, 30, 10))
    figure, _ = region_panels(frame, "granted", *WORDS)
    runs = [list(line.get_xdata()) for line in figure.axes[0].lines if line.get_linestyle() == "-"]
    assert runs == [[2019, 2020, 2021], [2023]]
    made = rates(frame, "granted").assign(rate="documents.new")
    figure, _ = region_panels(made, "documents.new", *WORDS)
    runs = [list(line.get_xdata()) for line in figure.axes[0].lines if line.get_linestyle() == "-"]
    assert runs == [[2019, 2020], [2021], [2023]]
    assert [line.get_xdata()[0] for line in figure.axes[0].lines if line.get_linestyle() == ":"] == [2020.5]


def test_small_denominators_are_open_circles() -> None:
    figure, data = region_panels(areas(("甲市", 2021, 3, 1), ("甲市", 2022, 40, 0)), "granted", *WORDS)
    assert data["status"].tolist() == ["small_denominator", "ok"]
    opened = [line for line in figure.axes[0].lines if line.get_markerfacecolor() == "white"]
    assert [list(line.get_xdata()) for line in opened] == [[2021]]


def test_too_many_regions_and_none_are_refused() -> None:
    made = rates(areas(("甲市", 2021, 3, 1)), "granted")
    many = pd.concat([made.assign(region=f"地{at}", report=str(at), issuer_id=str(at)) for at in range(MOST + 1)])
    with pytest.raises(BoundExceeded):
        region_panels(many, "granted", *WORDS)
    with pytest.raises(GovTextError, match="nothing to draw"):
        region_panels(made.assign(region=None), "granted", *WORDS)
