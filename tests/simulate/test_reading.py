"""What is read of simulated reports is what their truth says."""

from __future__ import annotations

from pathlib import Path

import pytest

from govtext import read
from govtext.simulate import Truth
from govtext.simulate.data import data
from govtext.simulate.layouts import LAYOUTS
from tests.simulate.comparing import KNOWN, Compared, compare


@pytest.fixture(scope="module")
def compared(corpus: Truth, sample: set[str]) -> list[Compared]:
    return list(compare(corpus, sample))


def test_every_figure_is_read_in_every_layout(compared: list[Compared]) -> None:
    assert {each.layout for each in compared} == set(LAYOUTS)
    assert {each.report: each.wrong for each in compared if each.wrong} == {}


def test_every_planted_error_is_found(compared: list[Compared]) -> None:
    assert {each.report: each.missed for each in compared if each.missed} == {}


def test_nothing_fails_that_was_not_planted(compared: list[Compared]) -> None:
    assert {each.report: each.unplanted for each in compared if each.unplanted} == {}


def test_clean_reports_are_in_the_sample(corpus: Truth, compared: list[Compared]) -> None:
    wrong = set(corpus.table("errors")["report"])
    assert sum(each.report not in wrong for each in compared) > 20


def test_every_kind_of_error_is_planted(corpus: Truth) -> None:
    kinds = {**data("errors")["kinds"], **data("errors")["others"]}
    assert set(corpus.table("errors")["kind"]) == set(kinds)


def test_every_rule_that_a_report_alone_can_break_has_a_planted_error() -> None:
    kinds = {**data("errors")["kinds"], **data("errors")["others"]}
    assert {each["rule"] for each in kinds.values()} >= KNOWN


def test_every_file_says_that_it_is_simulated(corpus: Truth, sample: set[str]) -> None:
    for file in sorted(sample)[::4]:
        assert "本报告为模拟数据，地名均为虚构" in read(Path(corpus.folder, file)).text
        assert Path(file).name.startswith("simulated-")


def test_identity_is_read(corpus: Truth, sample: set[str]) -> None:
    reports = corpus.table("reports").set_index("file")
    planted = corpus.table("errors")
    wrong_title = set(planted[planted["kind"] == "years.title"]["report"])
    for file in sorted(sample)[::5]:
        told, who = reports.loc[file], read(Path(corpus.folder, file)).identity
        assert (who.issuer.value, who.published.value) == (told["issuer"], told["published"])
        assert who.year.value == int(told["year"]) - (told["report"] in wrong_title)
