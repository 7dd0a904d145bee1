"""Figures that grow with their data: what is there finds room, and no page is longer than paper."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest
from matplotlib.figure import Figure

from govtext.errors import GovTextError
from govtext.figures import style, text_faults
from govtext.figures.rank_intervals import MOST, rank_intervals
from govtext.figures.region_panels import region_panels
from govtext.quality import robust
from tests.quality.cases import drawn
from tests.statistics.frames import answered

pytestmark = pytest.mark.filterwarnings("error")
WORDS = ("模拟数据：标题", "simulated: title", "模拟 simulated")


@pytest.fixture(autouse=True)
def _in_style() -> Iterator[None]:
    with style():
        yield


def high(figure: Figure) -> float:
    return float(figure.get_size_inches()[1]) * 2.54


def years_below(figure: Figure) -> list[bool]:
    """Whether each panel that is drawn has its years below it."""
    figure.canvas.draw()
    panels = [axes for axes in figure.axes if axes.axison]
    return [any(tick.label1.get_visible() for tick in axes.xaxis.get_major_ticks()) for axes in panels]


@pytest.mark.parametrize(
    ("regions", "below"),
    [
        (4, [True] * 4),
        (5, [False, True, True, True, True]),
        (7, [False] * 3 + [True] * 4),
        (8, [False] * 4 + [True] * 4),
        (10, [False] * 6 + [True] * 4),
    ],
)
def test_the_lowest_panel_of_every_column_has_years(regions: int, below: list[bool]) -> None:
    frame = pd.concat([
        answered(f"{at}{year}", 30, 10, issuer=f"地{at}", region=f"地{at}", year=year)
        for at in range(regions) for year in (2021, 2022)
    ])  # fmt: skip
    figure, _ = region_panels(frame, "granted", *WORDS)
    assert years_below(figure) == below
    assert text_faults(figure) == []


def test_as_many_ranks_as_there_may_be_fit_on_a_page() -> None:
    figure, data = rank_intervals(robust(drawn(MOST + 9), draws=0), *WORDS, most=MOST)
    assert len(data) == MOST
    assert 20 < high(figure) <= 24.01
    assert text_faults(figure) == []


def test_more_ranks_are_divided_over_figures_and_each_tells_which_it_has() -> None:
    found = robust(drawn(72), draws=0)
    every = list(found.ranking.to_pandas().index)
    with pytest.raises(GovTextError, match="too many ranks"):
        rank_intervals(found, *WORDS)
    parts = [rank_intervals(found, *WORDS, start=start, most=40) for start in (0, 40)]
    assert [name for _, data in parts for name in data.index] == every
    told, last = [each.get_supxlabel().split("；")[0] for each, _ in parts], len(every)
    assert told == [f"n = {last}（画出第 1–40 行）", f"n = {last}（画出第 41–{last} 行）"]
    assert all(each.axes[0].get_xlim()[1] > last for each, _ in parts)
    with pytest.raises(GovTextError, match="no ranks"):
        rank_intervals(found, *WORDS, start=last)
