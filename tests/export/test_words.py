"""What an export says of itself is said in the language asked for."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import openpyxl
import pytest

import govtext
from govtext.corpus.opened import Corpus
from govtext.corpus.schema import TableSchema, tables
from govtext.errors import BoundExceeded, GovTextError, MissingExtra, NotAReport, UnknownCode, UnreadableFile
from govtext.export import export, measures
from govtext.export.figures import wide_schema
from govtext.export.meanings import description, meaning
from govtext.export.measuring import ROOMS, measure_rows
from govtext.measures import measures_of

PACKAGE = Path(govtext.__file__).parent
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("schema", [*tables().values(), wide_schema()], ids=lambda schema: schema.name)
def test_every_variable_is_described_in_chinese(schema: TableSchema) -> None:
    unsaid = [each.name for each in schema.variables if not CHINESE.search(description(each, "zh"))]
    assert unsaid == []


@pytest.mark.parametrize("kind", [BoundExceeded, MissingExtra, NotAReport, UnreadableFile])
def test_every_kind_of_error_is_said_in_words(kind: type[GovTextError]) -> None:
    said = meaning("reports", "error", kind.__name__)
    assert CHINESE.search(said.zh)
    assert kind.__name__ not in (said.zh, said.en)


def test_the_datasheet_says_the_filter_the_scopes_and_the_doubts(corpus: Corpus, tmp_path: Path) -> None:
    some = corpus.where(level="county", year=range(2020, 2024))
    out = export(some, tmp_path / "out", "csv", tables=["reports"])
    told = {language: (out / f"datasheet.{language}.md").read_text(encoding="utf-8") for language in ("zh", "en")}
    reports = some.reports.to_pandas()
    for sheet in told.values():
        assert "level = county; year = 2020, 2021, 2022, 2023" in sheet
    assert f"{reports['doubtful'].sum()}份报告的机关或年度存疑" in told["zh"]
    assert f"汇总{(reports['scope'] == 'aggregate').sum()}份" in told["zh"]
    assert f"of {reports['doubtful'].sum()} reports body or year is in doubt" in told["en"]
    assert "Made with" not in told["zh"]


def test_every_measure_is_in_the_codebook_in_both_languages() -> None:
    books = {language: measure_rows(language) for language in ("zh", "en")}
    assert [(row["room"], row["name"]) for row in books["zh"]] == [
        (room, name) for room in ROOMS for name in measures_of(room)
    ]
    assert set(ROOMS) == {path.parents[1].name for path in PACKAGE.glob("*/data/measures.toml")}
    for zh, en in zip(books["zh"], books["en"], strict=True):
        assert all(zh.values())
        assert all(en.values())
        assert CHINESE.search(zh["label"]), zh["name"]
        assert CHINESE.search(zh["blind"]), zh["name"]
        assert zh["formula"] == en["formula"]
        assert not CHINESE.search(en["label"] + en["unit"])


def test_the_measures_stand_in_an_export(corpus: Corpus, tmp_path: Path) -> None:
    out = export(corpus, tmp_path / "out", ["csv", "excel"], tables=["errors"])
    with (out / "codebook_measures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert rows["stickiness"]["label_zh"] == "粘性（与本机关上年报告）"
    assert rows["stickiness"]["unit_en"] == "share of the report"
    assert "Dyer" in rows["stickiness"]["source"]
    for language, word in (("zh", "看不到什么"), ("en", "What it cannot see")):
        text = (out / f"codebook.{language}.md").read_text(encoding="utf-8")
        assert word in text
        assert all(f"| {name.replace('_', chr(92) + '_')} |" in text for name in rows)
    book = openpyxl.load_workbook(out / "excel" / "corpus.xlsx", read_only=True)
    assert [row[1].value for row in book["measures"].iter_rows(min_row=2)] == list(measures("en")["name"])
    book.close()
    with pytest.raises(UnknownCode):
        measures("fr")
