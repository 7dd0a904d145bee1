"""What a person writes into the questions, and what spreadsheets make of it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from govtext.errors import GovTextError, UnknownCode
from govtext.who import Sighting, divisions, parse_issuer, read_overrides
from govtext.who.overrides import Decisions, filled_in, years_alone

HEAD = ["report", "name", "issuer", "note", "reports", "year"]
ROW = ["", "安居区财政局", "四川省遂宁市安居区财政局", "核对过", "6", "2020"]


def written(path: Path, rows: list[list[str]], encoding: str = "utf-8-sig", comma: str = ",") -> Path:
    out = io.StringIO()
    csv.writer(out, delimiter=comma, lineterminator="\r\n").writerows([HEAD, *rows])
    path.write_bytes(out.getvalue().encode(encoding))
    return path


@pytest.mark.parametrize(
    ("encoding", "comma"),
    [("utf-8-sig", ","), ("utf-8", ";"), ("gb18030", ","), ("gbk", "\t"), ("utf-16", "\t")],
)
def test_as_spreadsheets_save_it(tmp_path: Path, encoding: str, comma: str) -> None:
    decided = read_overrides(written(tmp_path / "a.csv", [ROW], encoding, comma))
    assert [(each.name, each.issuer, each.note, each.line) for each in decided] == [(*ROW[1:4], 2)]


@pytest.mark.parametrize(
    "text", ["510904/government 四川省遂宁市安居区人民政府", " 510904 / government ", "510904/government"]
)
def test_a_candidate_copied_whole_is_its_id(text: str) -> None:
    assert parse_issuer(text, divisions()).issuer_id == "510904/government"


def test_a_candidate_at_an_unlisted_place_copied_whole() -> None:
    found = parse_issuer("~云岭省青禾县/财政局 云岭省青禾县财政局", divisions())
    assert (found.issuer_id, found.name) == ("~云岭省青禾县/财政局", "云岭省青禾县财政局")


@pytest.mark.parametrize("text", ["510904/governmnt", "510904/government 甲 | 510903/government 乙", "510904/"])
def test_what_is_no_single_issuer(text: str) -> None:
    with pytest.raises(UnknownCode):
        parse_issuer(text, divisions())


def test_years_as_pandas_writes_them(tmp_path: Path) -> None:
    row = ["0123456789abcdef", "", "510904/government", "", "1", "2020.0"]
    assert read_overrides(written(tmp_path / "a.csv", [row]))[0].year == 2020
    with pytest.raises(GovTextError, match="no year"):
        read_overrides(written(tmp_path / "a.csv", [[*row[:5], "二〇二〇"]]))


def test_a_year_without_an_issuer_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [["0123456789abcdef", "", "", "", "1", "2019"], ROW])
    assert list(years_alone(path)) == [(2, "0123456789abcdef", 2019)]


@pytest.mark.parametrize(
    ("row", "filled"), [(ROW, True), ([*ROW[:2], "", "核对", "6", ""], True), ([*ROW[:2], "", "", "6", ""], False)]
)
def test_what_a_person_wrote(tmp_path: Path, row: list[str], filled: bool) -> None:
    assert filled_in(written(tmp_path / "a.csv", [row])) is filled


def test_overrides_that_decide_nothing_are_known(tmp_path: Path) -> None:
    rows = [ROW, ["1.23E+15", "", "510904/government", "", "1", ""], ROW]
    decisions = Decisions(read_overrides(written(tmp_path / "a.csv", rows)))
    found = decisions.on(Sighting("a", issuer="安居区财政局", year=2020))
    assert found is not None
    assert found.line == 2
    assert [each.line for each in decisions.idle] == [3, 4]
