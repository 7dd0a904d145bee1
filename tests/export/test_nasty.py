"""Texts that would be taken for something else, and tables that are too large."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyarrow import csv as arrow_csv

from govtext.errors import BoundExceeded, GovTextError
from govtext.export.bounds import Bounds
from govtext.export.datapackage import write_datapackage
from govtext.export.excel import write_excel
from govtext.export.job import Job
from govtext.export.names import LONGEST, stata_names
from govtext.export.outgoing import Outgoing
from govtext.export.parquet import write_parquet
from govtext.export.stata import NUL, STATA_13, STATA_14, Format, write_stata
from govtext.export.text import write_csv
from tests.export.made_tables import job, made, variable

NASTY = [
    "=1+1", "-3", "+86", "@SUM(A1)", "2023-1", "1/2", "007", "1e5", "http://a.b", " 空 ", "a\nb", '"引号",', "'=1",
    "NA", "NULL", ".", "#N/A", "{=1}", "_x000D_\r", "a\rb\r\nc", "\t", "\0\x01\x1f\x7f", "\x85\u2028", "\ufeff",
    "\ufffe\uffff", "㐀𠀀🀄", "", None,
]  # fmt: skip
TEXTS = st.lists(
    st.one_of(st.none(), st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"]), max_size=40)),
    min_size=1, max_size=12,
)  # fmt: skip
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LATER = re.compile("[\u1e3f\u9fb4-\u9fbb\ufe10-\ufe19\ue000-\uf8ff]")
"""Characters whose bytes differ between the editions of GB18030."""
TEXT, NUMBER = variable("text"), variable("number", "int32", nullable=False)


def two(texts: list[str | None]) -> Outgoing:
    return made("t", {TEXT: texts, NUMBER: range(len(texts))}, ["number"])


@FEW
@example(NASTY)
@given(TEXTS)
def test_any_text_survives_csv(texts: list[str | None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_csv(job(two(texts)), Path(folder))
        path = Path(folder, "csv", "t.csv")
        with path.open(encoding="utf-8", newline="") as file:
            assert [row[0] for row in csv.reader(file)][1:] == [text or "" for text in texts]
        read = arrow_csv.read_csv(
            path, parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
            convert_options=arrow_csv.ConvertOptions(
                column_types={"text": pa.string()}, strings_can_be_null=True, quoted_strings_can_be_null=False,
                null_values=[""],
            ),
        )  # fmt: skip
        assert read["text"].to_pylist() == texts


@FEW
@example(NASTY)
@given(TEXTS)
def test_any_text_survives_parquet(texts: list[str | None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_parquet(job(two(texts)), Path(folder))
        assert pq.read_table(Path(folder, "parquet", "t.parquet"))["text"].to_pylist() == texts


@FEW
@example(NASTY)
@given(TEXTS)
def test_any_text_survives_excel(texts: list[str | None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_excel(job(two(texts)), Path(folder))
        book = openpyxl.load_workbook(Path(folder, "excel", "corpus.xlsx"))
        cells = [row[0] for row in book["t"].iter_rows(min_row=3)]
        assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
        assert [openpyxl.utils.escape.unescape(cell.value) if cell.value else cell.value for cell in cells] == texts


@FEW
@example(NASTY, STATA_13)
@example(NASTY, STATA_14)
@given(TEXTS, st.sampled_from([STATA_14, STATA_13]))
def test_any_text_survives_stata(texts: list[str | None], form: Format) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_stata(job(two(texts)), Path(folder), form)
        path = Path(folder, form.folder, "t.dta")
        expected = [(text or "").replace("\0", NUL) for text in texts]
        read = pd.read_stata(path)["text"].tolist()
        if form is STATA_13:
            read = [text.encode("latin-1").decode("gb18030") for text in read]
        assert read == expected
        if form is STATA_14 or not LATER.search("".join(expected)):
            frame, _ = pyreadstat.read_dta(str(path), encoding=form.encoding)
            assert frame["text"].tolist() == expected


@pytest.mark.parametrize("form", [STATA_13, STATA_14])
def test_a_long_text_makes_a_strl_that_is_not_cut(form: Format, tmp_path: Path) -> None:
    texts = ["长" * 5000 + "末", None, "", "短"]
    write_stata(job(two(texts)), tmp_path, form)
    read = pd.read_stata(tmp_path / form.folder / "t.dta")["text"].tolist()
    if form is STATA_13:
        read = [text.encode("latin-1").decode("gb18030") for text in read]
    assert read == [text or "" for text in texts]


@pytest.mark.parametrize("form", [STATA_13, STATA_14])
@pytest.mark.parametrize("size", [681, 682, 1022, 1023])
def test_the_longest_str(form: Format, size: int, tmp_path: Path) -> None:
    """682 Chinese characters are 2,046 bytes of UTF-8, 1,023 of GB18030."""
    write_stata(job(two(["长" * size])), tmp_path, form)
    (text,) = pd.read_stata(tmp_path / form.folder / "t.dta")["text"]
    assert text in ("长" * size, ("长" * size).encode("gb18030").decode("latin-1"))


def test_a_label_is_cut_between_characters() -> None:
    assert STATA_14.label("年" * 90) == "年" * 80
    assert STATA_13.label("x" + "年" * 90).encode("latin-1").decode("gb18030") == "x" + "年" * 39


def test_numbers_at_the_edge_of_statas_types(tmp_path: Path) -> None:
    columns = {
        variable("i8", "int8"): [-128, 127, 101, None], variable("i16", "int16"): [-32768, 32767, None, 32741],
        variable("i32b", "int32"): [-2147483647, 2147483620, None, 0],
        variable("i32", "int32"): [-(2**31), 2**31 - 1, 2147483621, None],
        variable("i64", "int64"): [0, 2**53, None, 2147483621],
        variable("f", "float64"): [0.1, -11, None, 1e300],
        variable("b", "bool"): [True, False, None, True],
    }  # fmt: skip
    write_stata(job(made("t", columns)), tmp_path)
    frame = pd.read_stata(tmp_path / "stata" / "t.dta", convert_categoricals=False)
    for each, values in columns.items():
        back = [None if pd.isna(value) else value for value in frame[each.name]]
        assert back == values, each.name


def test_a_number_that_stata_would_round_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GovTextError, match="Stata"):
        write_stata(job(made("t", {variable("i64", "int64"): [2**53 + 1, None]})), tmp_path)


@pytest.mark.parametrize("write", [write_stata, write_excel])
def test_what_is_no_number_is_refused(write: Callable[[Job, Path], None], tmp_path: Path) -> None:
    with pytest.raises(GovTextError, match="inf"):
        write(job(made("t", {variable("f", "float64"): [1.5, float("inf")]})), tmp_path)


def test_a_value_that_the_schema_does_not_declare_is_kept_and_named(tmp_path: Path) -> None:
    coded = variable("status", values=["a", "b"], nullable=False)
    table = made("t", {coded: ["b", "=c", "", "a"], NUMBER: range(4)}, ["number"])
    for write in (write_parquet, write_stata, write_datapackage):
        write(job(table), tmp_path)
    assert pq.read_table(tmp_path / "parquet" / "t.parquet")["status"].to_pylist() == ["b", "=c", "", "a"]
    frame, about = pyreadstat.read_dta(str(tmp_path / "stata" / "t.dta"))
    assert frame["status"].tolist() == [2, 3, 0, 1]
    assert about.variable_value_labels["status"] == {0: "(blank)", 1: "a", 2: "b", 3: "=c"}
    assert '"=c"' in (tmp_path / "datapackage.json").read_text(encoding="utf-8")


def test_a_text_longer_than_a_cell_goes_on_in_a_sheet_of_its_own(tmp_path: Path) -> None:
    texts = ["甲" * 40_000, "🀄" * 20_000, "乙" * 32_767, None]
    write_excel(job(two(texts)), tmp_path)
    book = openpyxl.load_workbook(tmp_path / "excel" / "corpus.xlsx")
    whole = {row: book["t"].cell(row, 1).value for row in range(3, 7)}
    for sheet, row, name, _, part in book["long_text"].iter_rows(min_row=2, values_only=True):
        assert (sheet, name) == ("t", "text")
        assert len(part.encode("utf-16-le")) // 2 <= 32_767
        whole[row] += part
    assert list(whole.values()) == texts


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(tmp_path: Path) -> None:
    table = two([str(number) for number in range(10)])
    write_excel(job(table), tmp_path, Bounds(excel_rows=6, excel_sheets=3))
    book = openpyxl.load_workbook(tmp_path / "excel" / "corpus.xlsx")
    sheets = [name for name in book.sheetnames if name.startswith("t_")]
    assert sheets == ["t_1", "t_2", "t_3"]
    back = [row[0] for name in sheets for row in book[name].iter_rows(min_row=3, values_only=True)]
    assert back == [str(number) for number in range(10)]


def test_a_table_that_is_too_large_is_refused_with_what_to_ask_for(tmp_path: Path) -> None:
    table = two([str(number) for number in range(10)])
    with pytest.raises(BoundExceeded, match=r"t is too large for Excel .*10 rows.* at most 8 rows: .*--year 2021-2023"):
        write_excel(job(table), tmp_path, Bounds(excel_rows=6, excel_sheets=2))
    with pytest.raises(BoundExceeded, match=r"too large for Stata .*at most 5 rows.*csv or parquet"):
        write_stata(job(table), tmp_path, bounds=Bounds(stata_values=10))


NAMES = st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=0x4FFF), max_size=60), unique=True, max_size=30)


@FEW
@given(
    st.one_of(NAMES, st.just(["if", "IF", "If", "str12", "_n", "1", "1a", "a/b", "a.b", "a_b", "年", "月", "x" * 40]))
)
def test_names_for_stata_are_legal_and_none_is_twice(names: list[str]) -> None:
    legal = stata_names(names)
    assert list(legal) == names
    assert len({name.lower() for name in legal.values()}) == len(names)
    for name in legal.values():
        assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name)
        assert len(name) <= LONGEST
        assert name not in ("if", "in", "using", "with", "_n", "_N", "_all", "strL", "str12", "byte", "int", "long")
