"""The figures of copied text: their data are what is drawn, nothing is an empty box, what cannot be drawn is said."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from govtext.errors import GovTextError
from govtext.figures import missing_characters, style
from govtext.figures.reuse_network import reuse_network
from govtext.figures.reuse_sides import reuse_sides
from govtext.figures.reuse_years import reuse_years
from govtext.reuse import align, network

WORDS = ("模拟数据：标题", "simulated: title", "模拟 simulated")
SAME = "围绕群众关切的养老服务事项编印问答手册并在服务大厅摆放取阅。"


@pytest.fixture(autouse=True)
def _in_style() -> Iterator[None]:
    with style():
        yield


def reports(*dates: str | None) -> pd.DataFrame:
    """One report an issuer, all with one sentence, the first with another one too."""
    made = pd.DataFrame({"published": dates, "year": 2022, "text": SAME})
    made["report"] = [f"r{at}" for at in range(len(made))]
    made.loc[0, "text"] = SAME + "推进机构职能公开目录逐项明确责任科室。"
    return made.assign(issuer=[f"机关{at}" for at in range(len(made))])


def arrows(figure: object) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    return [(text.xyann, text.xy) for text in figure.axes[0].texts]  # type: ignore[attr-defined]


def test_edges_go_from_the_earlier_to_the_later_report() -> None:
    figure, data = reuse_network(network(reports("2023-02-01", "2023-01-01")), *WORDS)
    assert data[["left", "right"]].values.tolist() == [["r1", "r0"]]
    assert arrows(figure) == [((0.0, 1.0), (1.0, 0.0))]
    assert missing_characters(figure) == set()


def test_equal_and_unknown_dates_have_no_arrow_and_a_place_of_their_own() -> None:
    figure, data = reuse_network(network(reports("2023-01-01", "2023-01-01", None)), *WORDS)
    assert not data["directed"].any()
    assert {x for ends in arrows(figure) for x, _ in ends} == {0.0, -2.0}
    assert {text.arrow_patch.get_linestyle() for text in figure.axes[0].texts} == {":"}
    assert "？" in [text.get_text() for text in figure.axes[0].get_xticklabels()]


def test_the_weakest_are_left_out_and_counted() -> None:
    made = network(reports("2023-01-01", "2023-01-02", "2023-01-03"))
    figure, data = reuse_network(made, *WORDS, most=1)
    assert len(made.edges) == 3
    assert data["share"].tolist() == [made.edges["share"].max()]
    assert "2 条" in figure.get_supxlabel()


def test_a_network_without_edges_is_refused() -> None:
    with pytest.raises(GovTextError, match="cannot be drawn"):
        reuse_network(network(reports("2023-01-01")), *WORDS)


def test_what_is_shaded_is_the_same_text_on_both_sides() -> None:
    made = align("2021年更新重点领域栏目12个并组织业务培训。", "2022年更新重点领域栏目15个并组织业务培训。")
    figure, data = reuse_sides(made, *WORDS)
    shaded = [each for each in figure.axes[0].patches if isinstance(each, Rectangle) and each.get_width() == 1]
    equal = "更新重点领域栏目个并组织业务培训"
    assert len(shaded) == 2 * len(equal)
    assert data["units"].tolist() == [len(equal)]
    assert missing_characters(figure) == set()


def test_every_character_stands_once() -> None:
    left, right = "公开目录。\n" * 3, "第二篇与之不同" * 9
    figure, _ = reuse_sides(align(left, right), *WORDS)
    drawn = "".join(text.get_text() for text in figure.axes[0].texts if len(text.get_text()) == 1)
    assert drawn == left.replace("\n", "") + right


def lines_of(figure: object, side: int) -> list[str]:
    """The lines of one text as they are drawn."""
    texts = figure.axes[0].texts  # type: ignore[attr-defined]
    single = [text for text in texts if len(text.get_text()) == 1 and not text.get_text().isdigit()]
    rows: dict[float, str] = {}
    for text in single:
        across, down = text.get_position()
        if (across > 28) is bool(side):
            rows[down] = rows.get(down, "") + text.get_text()
    return [rows[row] for row in sorted(rows)]


def test_no_line_begins_with_a_mark_that_closes_or_ends_with_one_that_opens() -> None:
    left = "\n".join("字" * 26 + mark + "尾" for mark in ("，", "。", "；", "）", "》", "》）。"))
    right = "字" * 25 + "（附）" + "字" * 22 + "《名》"
    figure, _ = reuse_sides(align(left, right), *WORDS)
    one, other = (lines_of(figure, side) for side in (0, 1))
    assert one[:4] == ["字" * 25, "字，尾", "字" * 25, "字。尾"]
    assert one[-2:] == ["字" * 25, "字》）。尾"]
    assert other == ["字" * 25, "（附）" + "字" * 22, "《名》"]
    assert "".join(one) == left.replace("\n", "")


def test_a_text_of_marks_alone_is_drawn_whole() -> None:
    figure, _ = reuse_sides(align("。" * 60, "句"), *WORDS)
    assert list(map(len, lines_of(figure, 0))) == [26, 26, 8]


def test_a_text_too_long_to_draw_is_refused() -> None:
    with pytest.raises(GovTextError, match="too long"):
        reuse_sides(align("字" * 26 * 61, "句"), *WORDS)


def test_points_by_year_are_the_values_and_strokes_their_medians() -> None:
    frame = pd.DataFrame({"report": list("abcd"), "year": [2020, 2021, 2021, 2021], "value": [None, 0.1, 0.3, 0.8]})
    figure, data = reuse_years({"粘性 stickiness": frame}, "占比 share", *WORDS)
    axes = figure.axes[0]
    assert data["value"].tolist() == [0.1, 0.3, 0.8]
    assert axes.lines[0].get_ydata().tolist() == [0.1, 0.3, 0.8]
    assert np.allclose(axes.collections[0].get_segments()[0][:, 1], 0.3)
    assert [text.get_text() for text in axes.get_xticklabels()] == ["2021\n(n = 3)"]
    assert missing_characters(figure) == set()


def test_a_line_whose_source_was_not_seen_says_so_and_is_dotted() -> None:
    frame = pd.DataFrame({"report": ["a"], "year": [2020], "value": [0.4]})
    figure, _ = reuse_years({"甲": frame}, "占比 share", *WORDS)
    dotted = [line for line in figure.axes[0].lines if line.get_linestyle() == ":"]
    said = [text for text in figure.axes[0].texts if "source not seen" in text.get_text()]
    assert [line.get_ydata()[0] for line in dotted] == [0.5]
    assert len(said) == 1
    bare, _ = reuse_years({"甲": frame}, "占比 share", *WORDS, lines=False)
    assert not bare.axes[0].texts


@pytest.mark.parametrize("many", [0, 4])
def test_no_measure_or_too_many_are_refused(many: int) -> None:
    frame = pd.DataFrame({"report": ["a"], "year": [2020], "value": [0.4]})
    with pytest.raises(GovTextError):
        reuse_years({str(at): frame for at in range(many)}, "占比 share", *WORDS)
