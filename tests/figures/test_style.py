"""Figures say what they mean on every machine: no empty boxes, sizes as asked, data beside, the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from govtext.figures import COLOURS, WIDTHS, describe, missing_characters, new, save, style

DATA = pd.DataFrame({"年度 year": [2019, 2020], "件 requests": [3, 5]})
MATRICES = {  # Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


@pytest.fixture
def figure() -> Iterator[Figure]:
    with style():
        figure, axes = new("page", 6)
        axes.plot(DATA["年度 year"], DATA["件 requests"], label="新收申请 new requests")
        axes.legend()
        describe(figure, "模拟数据：新收申请", "Simulated: new requests", "2", "data/sample（模拟 simulated）")
        yield figure


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


@pytest.mark.parametrize(("width", "centimetres"), WIDTHS.items())
def test_sizes_are_in_centimetres(width: str, centimetres: float) -> None:
    figure, _ = new(width, 4.5)
    assert tuple(figure.get_size_inches() * 2.54) == pytest.approx((centimetres, 4.5))


def test_the_settings_before_are_back_afterwards() -> None:
    before = dict(mpl.rcParams)
    with style():
        assert mpl.rcParams["pdf.fonttype"] == 42
    assert dict(mpl.rcParams) == before


def test_data_stand_beside_and_the_bytes_are_the_same_twice(figure: Figure, tmp_path: Path) -> None:
    first, second = (save(figure, tmp_path / name / "requests", DATA) for name in "ab")
    assert [file.name for file in first] == ["requests.png", "requests.pdf", "requests.csv"]
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]
    assert pd.read_csv(first[-1], index_col=0).equals(DATA)


def test_a_pdf_embeds_its_fonts_as_outlines_that_can_be_searched(figure: Figure, tmp_path: Path) -> None:
    data = save(figure, tmp_path / "requests", DATA, ("pdf",))[0].read_bytes()
    assert b"/Type3" not in data
    assert b"/FontFile" in data


@pytest.mark.parametrize("sight", MATRICES)
def test_the_colours_of_a_figure_are_told_apart_with_any_colour_vision(sight: str) -> None:
    def seen(colour: str) -> np.ndarray:
        rgb = np.array(to_rgb(colour))
        linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        mixed = np.clip(MATRICES[sight] @ linear, 0, 1)
        xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ mixed
        f = np.cbrt(xyz / [0.9505, 1.0, 1.089])
        return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])

    first = list(COLOURS.values())[:5]
    distances = [np.linalg.norm(seen(a) - seen(b)) for a, b in combinations(first, 2)]
    assert min(distances) > 10
