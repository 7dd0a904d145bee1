"""The committed sample is what the command makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from govtext.readers import read_document
from govtext.simulate import Truth, simulate
from govtext.simulate.command import years_of
from govtext.simulate.layouts import LAYOUTS
from tests.simulate.test_bytes import tree

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


@pytest.mark.skipif(not SAMPLE.exists(), reason="a tree without the sample")
def test_the_sample_can_be_made_again_to_the_byte(tmp_path: Path) -> None:
    simulate(12, years_of("2019-2024"), 12, tmp_path)
    assert tree(tmp_path) == tree(SAMPLE)


@pytest.mark.skipif(not SAMPLE.exists(), reason="a tree without the sample")
def test_the_sample_is_small_and_marked() -> None:
    files = [path for path in SAMPLE.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 6_000_000
    assert all(path.name.startswith("simulated-") for path in (SAMPLE / "reports").rglob("*") if path.is_file())


@pytest.mark.skipif(not SAMPLE.exists(), reason="a tree without the sample")
def test_the_sample_holds_what_a_class_is_to_find() -> None:
    truth = Truth(SAMPLE)
    assert set(truth.table("editions")["kind"]) == {"second_kind", "byte_copy", "reissue"}
    assert {"years.title", "late", "old_form", "reissue", "across.carried"} <= set(truth.table("errors")["kind"])
    assert set(truth.table("reports")["layout"]) == set(LAYOUTS)


@pytest.mark.skipif(not SAMPLE.exists(), reason="a tree without the sample")
def test_every_file_of_the_sample_says_that_it_is_simulated() -> None:
    for path in (SAMPLE / "reports").rglob("*"):
        if path.is_file():
            assert "本报告为模拟数据，地名均为虚构" in "".join(read_document(path).text.split())
