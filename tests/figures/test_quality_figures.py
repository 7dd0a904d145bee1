"""The figures of the index: ranks never without intervals, parts that add up, no empty box, no warning."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from govtext.errors import GovTextError, UnknownCode
from govtext.figures import missing_characters, style
from govtext.figures.index_breakdown import index_breakdown
from govtext.figures.rank_intervals import rank_intervals
from govtext.quality import index, robust
from tests.quality.cases import drawn, made

pytestmark = pytest.mark.filterwarnings("error")
WORDS = ("模拟数据：标题", "simulated: title", "模拟 simulated")


@pytest.fixture(autouse=True)
def _in_style() -> Iterator[None]:
    with style():
        yield


def test_every_rank_is_drawn_with_its_intervals() -> None:
    found = robust(drawn(12), draws=10)
    figure, data = rank_intervals(found, *WORDS)
    axes = figure.axes[0]
    segments = [np.array(each.get_segments())[:, :, 0] for each in axes.collections]
    assert [len(each) for each in segments] == [12, 12, 12]
    assert np.allclose(segments[0], data[["low", "high"]])
    assert np.allclose(segments[1], data[["low_90", "high_90"]])
    assert np.allclose(segments[2], data[["boot_low", "boot_high"]])
    assert np.allclose(axes.lines[0].get_xdata(), data["rank"])
    assert [text.get_text() for text in axes.get_yticklabels()] == [f"{name} 2022" for name in data.index]
    assert "108" in figure._supxlabel.get_text()
    assert missing_characters(figure) == set()
    figure.canvas.draw()


def test_without_a_bootstrap_the_ranges_stay() -> None:
    figure, data = rank_intervals(robust(drawn(6), draws=0), *WORDS)
    assert len(figure.axes[0].collections) == 2
    assert data["boot_low"].isna().all()
    assert data["low"].notna().all()


def test_too_many_ranks_are_refused() -> None:
    with pytest.raises(GovTextError, match="too many ranks"):
        rank_intervals(robust(drawn(81), draws=0), *WORDS)


def test_the_parts_of_the_breakdown_are_the_score() -> None:
    result = index(drawn(15))
    figure, data = index_breakdown(result, "r3", *WORDS)
    assert data["part"].sum() == pytest.approx(result.scores["r3"])
    axes = figure.axes[0]
    widths = [patch.get_width() for patch in axes.containers[1]]
    assert widths == pytest.approx(data["points"].fillna(0).tolist())
    assert f"{result.scores['r3']:.1f}" in figure._supxlabel.get_text()
    assert missing_characters(figure) == set()
    figure.canvas.draw()


def test_what_is_not_assessable_is_said_and_no_zero() -> None:
    nan = float("nan")
    columns = {"in_time": [nan, 0, 1], "sums_hold": [0.5, 1, 0.75], "redundancy": [0.1, 0.1, 0.1]}
    figure, data = index_breakdown(index(made(columns)), "r0", *WORDS)
    told = [text.get_text() for text in figure.axes[0].texts]
    assert told[0].startswith("无法判断")
    assert told[2].startswith("没有差异")
    assert data["points"].isna().tolist() == [True, False, True]


def test_an_unknown_report_is_refused() -> None:
    with pytest.raises(UnknownCode):
        index_breakdown(index(drawn(5)), "unheard_of", *WORDS)
