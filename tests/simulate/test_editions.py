"""Further editions: a second kind of file, a copy to the byte, a reissue with one figure corrected."""

from __future__ import annotations

import pandas as pd
import pytest

from govtext import read
from govtext.simulate import Truth


@pytest.fixture(scope="module")
def editions(corpus: Truth) -> pd.DataFrame:
    first = corpus.table("reports")[["report", "file", "layout", "published", "title"]]
    return corpus.table("editions").merge(first, left_on="of", right_on="report", suffixes=("", "_first"))


def of(editions: pd.DataFrame, kind: str) -> pd.DataFrame:
    rows = editions[editions["kind"] == kind]
    assert len(rows) > 2
    return rows


def test_a_copy_has_the_same_bytes(corpus: Truth, editions: pd.DataFrame) -> None:
    for row in of(editions, "byte_copy").itertuples():
        assert (corpus.folder / row.file).read_bytes() == (corpus.folder / row.file_first).read_bytes()


def test_a_second_kind_of_file_has_the_same_figures(corpus: Truth, editions: pd.DataFrame) -> None:
    for row in of(editions, "second_kind").head(6).itertuples():
        one, other = (read(corpus.folder / file) for file in (row.file, row.file_first))
        assert row.file.rpartition(".")[2] != row.file_first.rpartition(".")[2]
        assert one.cells["value"].equals(other.cells["value"])


def test_a_reissue_is_later_says_so_and_corrects_one_figure(corpus: Truth, editions: pd.DataFrame) -> None:
    figures = corpus.table("figures")
    figures["key"] = figures["table"] + "/" + figures["row"] + "/" + figures["column"]
    for row in of(editions, "reissue").itertuples():
        old, new = (figures[figures["report"] == report].set_index("key") for report in (row.of, row.report))
        both = old.merge(new, how="outer", on="key", suffixes=("", "_new")).fillna("0")
        assert both.index[both["printed"] != both["printed_new"]].tolist() == [row.key]
        assert both.loc[row.key, "printed_new"] == both.loc[row.key, "true"]
        assert (row.printed, row.corrected) == (both.loc[row.key, "printed"], both.loc[row.key, "printed_new"])
        assert row.published > row.published_first
        report = read(corpus.folder / row.file)
        assert report.identity.title.value.startswith(row.title + "（")
        assert "更正" in report.text


def test_only_the_first_edition_of_a_reissue_holds_the_error(corpus: Truth, editions: pd.DataFrame) -> None:
    errors = corpus.table("errors")
    reissues = of(editions, "reissue")
    wrong = set(errors[(errors["kind"] == "reissue") & (errors["consequence"] == "0")]["report"])
    assert wrong == set(reissues["of"])


def test_the_table_of_reports_has_one_row_a_body_and_year(corpus: Truth) -> None:
    reports = corpus.table("reports")
    assert not reports.duplicated(["body", "year"]).any()
    assert set(corpus.table("editions")["of"]) <= set(reports["report"])
