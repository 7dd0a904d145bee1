"""Figures say what they mean on every machine: no empty boxes, sizes as asked, data and provenance beside."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.patches import Patch

import govtext
from govtext.errors import GovTextError, UnknownCode
from govtext.figures import (
    COLOURS,
    WIDTHS,
    describe,
    legend,
    missing_characters,
    new,
    panels,
    said,
    save,
    style,
    text_faults,
)  # fmt: skip
from govtext.figures.proof import drawn_texts
from govtext.figures.speech import wrapped
from tests.figures.colour_vision import SIGHTS, distance, lab
from tests.figures.pdf import embedded, page_size, text_of

DATA = pd.DataFrame({"年度 year": [2019, 2020], "件 requests": [3, 5]})
APART = 15
"""Least CIE 1976 distance of two colours of the palette; about 2 is just seen side by side."""


def drawn() -> Figure:
    figure, axes = new("page", 6)
    axes.plot(DATA["年度 year"], DATA["件 requests"], label=said("新收申请", "new requests"))
    axes.legend()
    describe(figure, "模拟数据：新收申请", "Simulated: new requests", "2", "data/sample（模拟 simulated）")
    return figure


@pytest.fixture
def figure() -> Iterator[Figure]:
    with style():
        yield drawn()


def test_no_character_is_missing_in_chinese_or_english(figure: Figure) -> None:
    assert missing_characters(figure) == set()


def test_a_character_that_the_font_lacks_is_told(figure: Figure) -> None:
    figure.axes[0].set_xlabel("年度 \U0002a6b2")
    assert missing_characters(figure) == {"\U0002a6b2"}


def test_without_the_style_chinese_would_be_missing() -> None:
    with mpl.rc_context({"font.family": "DejaVu Sans"}):
        figure, axes = new()
        axes.set_title("模拟")
        assert missing_characters(figure) == {"模", "拟"}


@pytest.mark.parametrize(("width", "centimetres"), [*WIDTHS.items(), (12.5, 12.5)])
def test_sizes_are_in_centimetres_on_paper(width: str | float, centimetres: float, tmp_path: Path) -> None:
    with style():
        figure, _ = new(width, 4.5)
        describe(figure, "模拟", "simulated", "1", "模拟")
        assert page_size(save(figure, tmp_path / "a", DATA, ("pdf",))[0]) == pytest.approx((centimetres, 4.5), abs=0.01)


def test_a_width_that_there_is_not_is_refused() -> None:
    with pytest.raises(UnknownCode, match="column, page"):
        new("poster")


def test_the_settings_before_are_back_afterwards() -> None:
    before = dict(mpl.rcParams)
    with style("zh"):
        assert mpl.rcParams["pdf.fonttype"] == 42
    assert dict(mpl.rcParams) == before
    assert said("年", "year") == "年 year"


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("both", ["模拟题目", "Simulated title", "n = 2", "来源 source：模拟", "年 year"]),
        ("zh", ["模拟题目", "n = 2", "来源：模拟", "年"]),
        ("en", ["Simulated title", "n = 2", "source: 模拟", "year"]),
    ],
)
def test_the_language_of_a_figure(language: str, texts: list[str]) -> None:
    with style(language):
        figure, axes = new()
        axes.set_axis_off()
        axes.text(0, 0, said("年", "year"))
        describe(figure, "模拟题目", "Simulated title", "2", "模拟")
        assert sorted(each.text for each in drawn_texts(figure)) == sorted(texts)


def test_a_figure_may_follow_the_language_of_the_session() -> None:
    try:
        govtext.set_language("zh")
        with style(None):
            assert said("年", "year") == "年"
    finally:
        govtext.set_language("en")
    with pytest.raises(UnknownCode), style("fr"):
        pass


@given(st.text("一二三，。abc d", max_size=60), st.floats(1.5, 9))
@settings(max_examples=60, deadline=None)
def test_wrapping_loses_nothing_and_no_line_begins_with_what_closes(text: str, centimetres: float) -> None:
    lines = wrapped(text, 9, centimetres).split("\n")
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not [line for line in lines[1:] if line[:1] in ("，", "。") and len(text.lstrip("，。 ")) == len(text)]


def test_a_long_title_is_broken_and_stays_inside() -> None:
    with style():
        figure, _ = new("column", 7)
        describe(
            figure, "模拟数据：" + "很长的题目" * 12, "Simulated: a title " + "that goes on " * 12, "2", "模拟" * 40
        )
        assert text_faults(figure) == []


@pytest.mark.parametrize(("x", "turn"), [(1.3, 0), (1.0, 90)])
def test_text_over_the_edge_is_told(x: float, turn: float) -> None:
    with style():
        figure, axes = new("column", 5)
        axes.text(x, 0.9, "伸到图外的文字", rotation=turn, transform=axes.transAxes, in_layout=False)
        assert "'伸到图外的文字' leaves the figure" in text_faults(figure)


@pytest.mark.parametrize(
    ("turns", "place", "clash"),
    [((0, 0), (0.25, 0.49), True), ((0, 45), (0.25, 0.44), True), ((0, 90), (0.1, 0.4), False),
     ((45, 45), (0.23, 0.5), False), ((45, 45), (0.205, 0.5), True)],
)  # fmt: skip
def test_text_over_text_is_told_turned_or_not(
    turns: tuple[float, float], place: tuple[float, float], clash: bool
) -> None:
    with style():
        figure, axes = new()
        for (x, y), turn in zip(((0.2, 0.5), place), turns, strict=True):
            axes.text(x, y, "一段文字一二三四", rotation=turn, ha="left", va="bottom")
        assert bool(text_faults(figure)) is clash


def test_a_tick_out_of_view_is_no_text() -> None:
    with style():
        figure, axes = new()
        axes.set_xticks([0, 1, 5], ["零", "一", "五"])
        axes.set_xlim(0, 1)
        assert "五" not in [each.text for each in drawn_texts(figure)]


def test_a_legend_over_the_whole_width_needs_its_room() -> None:
    with style():
        figure, axes = panels("page", 7, 1, 2, key=0.6, sharey=True)
        legend(figure, [Patch(label=f"图例 legend {at}") for at in range(6)])
        assert text_faults(figure) == []
        assert axes.shape == (1, 2)
        with pytest.raises(GovTextError, match="no room"):
            legend(new()[0], [])


def test_data_and_provenance_stand_beside_and_the_bytes_are_the_same_twice(figure: Figure, tmp_path: Path) -> None:
    first, second = (save(figure, tmp_path / name / "requests", DATA, seed=12) for name in "ab")
    assert [file.name for file in first] == ["requests.png", "requests.pdf", "requests.json", "requests.csv"]
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]
    assert pd.read_csv(first[-1], index_col=0).equals(DATA)


def test_another_process_gives_the_same_bytes(figure: Figure, tmp_path: Path) -> None:
    code = (
        "import sys; from tests.figures.test_style import *\n"
        "with style(): save(drawn(), sys.argv[1], DATA, seed=12)"
    )  # fmt: skip
    root = Path(__file__).resolve().parents[2]
    environment = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": str(root)}
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "b" / "x")], check=True, cwd=root, env=environment)
    for file in save(figure, tmp_path / "a" / "x", DATA, seed=12):
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes(), file.name


def test_a_name_with_a_point_is_kept_whole(figure: Figure, tmp_path: Path) -> None:
    names = [[file.name for file in save(figure, tmp_path / name, DATA, ("png",))] for name in ("figure-2.1", "a.png")]
    assert names == [["figure-2.1.png", "figure-2.1.json", "figure-2.1.csv"], ["a.png", "a.json", "a.csv"]]


def test_the_provenance_says_what_is_known(figure: Figure, tmp_path: Path) -> None:
    DATA.attrs.update(segmenter="abc", odd=object())
    try:
        *_, origin, beside = save(figure, tmp_path / "requests", DATA, ("png",), seed=12)
    finally:
        DATA.attrs.clear()
    told = json.loads(origin.read_text(encoding="utf-8"))
    assert told["simulated"] is True
    assert told["title"] == {"zh": "模拟数据：新收申请", "en": "Simulated: new requests"}
    assert (told["n"], told["seed"], told["corpus"], told["lexicon"]) == ("2", 12, None, "abc")
    assert told["function"].endswith("test_style.drawn")
    assert told["measure"] == {"segmenter": "abc"}
    assert told["size_cm"] == [17.0, 6.0]
    assert told["versions"]["govtext"] == govtext.__version__
    assert told["versions"]["matplotlib"] == mpl.__version__
    assert told["crosswalk"]["break"] == 2021
    assert told["data"]["sha256"] == hashlib.sha256(beside.read_bytes()).hexdigest()
    assert str(tmp_path) not in origin.read_text(encoding="utf-8")


def test_simulated_data_must_be_called_so(tmp_path: Path) -> None:
    with style():
        figure, _ = new()
        describe(figure, "新收申请", "New requests", "2", "data")
        with pytest.raises(GovTextError, match="not called simulated"):
            save(figure, tmp_path / "a", DATA, simulated=True)
        assert not list(tmp_path.iterdir())
        made = save(figure, tmp_path / "a", DATA, ("png",))
    assert json.loads(made[1].read_text(encoding="utf-8"))["simulated"] is False


def test_a_pdf_embeds_every_font_and_its_text_can_be_searched(figure: Figure, tmp_path: Path) -> None:
    file = save(figure, tmp_path / "requests", DATA, ("pdf",))[0]
    fonts = embedded(file)
    assert fonts
    assert all(fonts.values()), fonts
    assert b"/Type3" not in file.read_bytes()
    assert {"模拟数据：新收申请", "Simulated: new requests", "新收申请 new requests"} <= set(text_of(file).splitlines())


def test_a_font_that_is_not_embedded_would_be_seen(tmp_path: Path) -> None:
    with mpl.rc_context({"pdf.use14corefonts": True, "font.family": "Helvetica"}):
        plain = Figure()
        plain.text(0.5, 0.5, "plain")
        plain.savefig(tmp_path / "plain.pdf")
    assert list(embedded(tmp_path / "plain.pdf").values()) == [False]


@pytest.mark.parametrize("sight", SIGHTS)
def test_all_colours_of_the_palette_are_told_apart_with_any_colour_vision(sight: str) -> None:
    pairs = {(a, b): distance(COLOURS[a], COLOURS[b], sight) for a, b in combinations(COLOURS, 2)}
    assert {pair: round(far, 1) for pair, far in pairs.items() if far < APART} == {}


def test_the_sights_are_right_about_what_is_known() -> None:
    assert lab("#ffffff", "normal") == pytest.approx([100, 0, 0], abs=0.1)
    assert lab("#ff0000", "normal") == pytest.approx([53.2, 80.1, 67.2], abs=0.2)
    assert distance("#999999", COLOURS["purple"], "deuteranopia") < 8  # why the grey is a lighter one
