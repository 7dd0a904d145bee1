"""What an export says of itself is said in the language asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from govtext.corpus.opened import Corpus
from govtext.corpus.schema import TableSchema, tables
from govtext.errors import BoundExceeded, GovTextError, MissingExtra, NotAReport, UnreadableFile
from govtext.export import export
from govtext.export.figures import wide_schema
from govtext.export.meanings import description, meaning

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
