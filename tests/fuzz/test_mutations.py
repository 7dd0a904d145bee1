"""Mutated files: a clear error, or a reading in which no cell says what its file does not.

Set GOVTEXT_FUZZ to a number of examples to look longer.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govtext.errors import GovTextError
from govtext.model import Reading
from tests.renderings import LAYOUTS, Figures, random_figures
from tests.renderings.expect import taken
from tests.renderings.reading import reading_of

EXAMPLES = int(os.environ.get("GOVTEXT_FUZZ", "12"))
LINES = ("crawl_bars", "crawl_unpadded", "crawl_lines", "bars_one_line", "tabs", "tabs_placed", "spaces", "layout")
BYTES = ("crawl_bars", "crawl_bars_gb18030", "spaces", "html_simple", "html_word", "docx", "pdf")

often = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="GOVTEXT_FUZZ" not in os.environ,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    database=None,
)


@cache
def original(layout: str) -> tuple[Figures, bytes]:
    figures = random_figures(30, "2021")
    return figures, LAYOUTS[layout].render(figures)


def read_or_refuse(data: bytes, suffix: str, folder: Path) -> Reading | None:
    """A reading, or None where the file was refused; any other error is a failure."""
    try:
        return reading_of(data, suffix, folder)
    except GovTextError as error:
        message = str(error)
    assert message.strip()
    assert "\n" not in message
    return None


def _drop(lines: list[str], rng: random.Random) -> None:
    del lines[rng.randrange(len(lines))]


def _double(lines: list[str], rng: random.Random) -> None:
    at = rng.randrange(len(lines))
    lines.insert(at, lines[at])


EDITS: dict[str, Callable[[list[str], random.Random], None]] = {"drop": _drop, "double": _double}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("layout", LINES)
@given(seed=st.integers(0, 2**32))
@often
def test_an_edited_line_never_moves_a_figure(layout: str, edit: str, tmp_path: Path, seed: int) -> None:
    figures, data = original(layout)
    lines = data.decode().splitlines(keepends=True)
    EDITS[edit](lines, random.Random(seed))
    reading = read_or_refuse("".join(lines).encode(), LAYOUTS[layout].suffix, tmp_path)
    assert reading is None or taken(reading, figures, figures.values) == []


@pytest.mark.parametrize("layout", BYTES)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 40))
@often
def test_flipped_bytes_give_a_reading_or_a_clear_error(layout: str, tmp_path: Path, seed: int, count: int) -> None:
    data, rng = bytearray(original(layout)[1]), random.Random(seed)
    for _ in range(count):
        data[rng.randrange(len(data))] = rng.randrange(256)
    read_or_refuse(bytes(data), LAYOUTS[layout].suffix, tmp_path)


@pytest.mark.parametrize("layout", BYTES)
@given(share=st.floats(0, 1))
@often
def test_a_file_cut_short_never_moves_a_figure(layout: str, tmp_path: Path, share: float) -> None:
    figures, data = original(layout)
    reading = read_or_refuse(data[: int(len(data) * share)], LAYOUTS[layout].suffix, tmp_path)
    if reading is None or layout == "pdf":
        return
    cut = [problem for problem in taken(reading, figures, figures.values) if ": value" in problem]
    assert len(cut) <= 1  # the number in which the cut falls


@given(data=st.binary(max_size=2000))
@often
def test_any_bytes_give_a_reading_or_a_clear_error(data: bytes, tmp_path: Path) -> None:
    read_or_refuse(data, ".bin", tmp_path)


@given(
    text=st.text(alphabet=st.sampled_from("|0123456789 \n\t一二三、（）第二十条项自然人总计规章<td>/&;"), max_size=600)
)
@often
def test_any_text_gives_a_reading_or_a_clear_error(text: str, tmp_path: Path) -> None:
    read_or_refuse(text.encode(), ".txt", tmp_path)
