"""Every export of a simulated corpus is read back, and every value, null and label is what the corpus has."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from pyarrow import csv as arrow_csv

from govtext.corpus.opened import Corpus
from govtext.corpus.schema import TableSchema, Variable, tables
from govtext.export import export
from govtext.export.figures import WIDE, form_figures, wide_schema
from govtext.export.meanings import meaning
from govtext.export.names import stata_names
from govtext.forms import forms

KINDS = ("csv", "excel", "stata", "stata117", "parquet", "datapackage")
SCHEMAS = {**tables(), WIDE: wide_schema()}


@pytest.fixture(scope="module")
def out(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(corpus, tmp_path_factory.mktemp("out") / "all", KINDS, wide=True, language="zh")


@pytest.fixture(scope="module")
def truth(corpus: Corpus) -> Mapping[str, pa.Table]:
    """The tables as the corpus has them; the wide one made by another way, from cells alone."""
    whole = {name: corpus.dataset(name).to_table() for name in tables()}
    return {**whole, WIDE: wide_truth(whole["reports"], whole["cells"])}


def wide_truth(reports: pa.Table, cells: pa.Table) -> pa.Table:
    values = {(row["report"], row["key"]): row["value"] for row in cells.to_pylist()}
    rows = [row for row in reports.to_pylist() if row["chosen"]]
    by = [name for name in ("issuer_id", "issuer", "year", "report") if name in reports.column_names]
    rows.sort(key=lambda row: [(row[name] is None, row[name]) for name in by])
    keys = [each.figure.key for each in form_figures()]
    lines = [{**row, **{key: values.get((row["report"], key)) for key in keys}} for row in rows]
    return pa.Table.from_pylist(lines, schema=wide_schema().arrow())


@pytest.mark.parametrize("name", SCHEMAS)
def test_csv(name: str, out: Path, truth: Mapping[str, pa.Table]) -> None:
    schema = SCHEMAS[name].arrow()
    read = arrow_csv.read_csv(
        out / "csv" / f"{name}.csv",
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types={each.name: each.type for each in schema}, strings_can_be_null=True,
            quoted_strings_can_be_null=False, null_values=[""],
        ),
    )  # fmt: skip
    assert read.to_pylist() == truth[name].to_pylist()


@pytest.mark.parametrize("name", SCHEMAS)
def test_parquet(name: str, out: Path, truth: Mapping[str, pa.Table]) -> None:
    read = pq.read_table(out / "parquet" / f"{name}.parquet", partitioning=None)
    assert read.to_pylist() == truth[name].to_pylist()
    for variable in SCHEMAS[name].variables:
        field = read.schema.field(variable.name)
        assert not pa.types.is_nested(field.type)
        assert pa.types.is_dictionary(field.type) == bool(variable.values and variable.type == "string")
        if pa.types.is_dictionary(field.type) and len(read):
            levels = read[variable.name].chunk(0).dictionary.to_pylist()
            assert [level for level in levels if level] == list(variable.values), variable.name
        assert field.metadata[b"label_zh"].decode() == variable.label.zh
        assert field.metadata[b"label_en"].decode() == variable.label.en


@pytest.fixture(scope="module")
def workbook(out: Path) -> Iterator[openpyxl.Workbook]:
    book = openpyxl.load_workbook(out / "excel" / "corpus.xlsx", read_only=True)
    yield book
    book.close()


@pytest.mark.parametrize("name", SCHEMAS)
def test_excel(name: str, workbook: openpyxl.Workbook, truth: Mapping[str, pa.Table]) -> None:
    names, labels, *rows = workbook[name].iter_rows(values_only=True)
    assert names == SCHEMAS[name].names
    assert [str(each).split(" (")[0] for each in labels] == [
        variable.label.zh.split(" (")[0] for variable in SCHEMAS[name].variables
    ]
    expected = [tuple(in_excel(value) for value in row.values()) for row in truth[name].to_pylist()]
    assert rows == expected


def in_excel(value: Any) -> Any:
    """A date is a time of day zero; a time has no zone."""
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, datetime.date):
        return datetime.datetime(value.year, value.month, value.day)
    return value


def test_the_texts_that_no_cell_holds_are_none_or_go_on(
    workbook: openpyxl.Workbook, truth: Mapping[str, pa.Table]
) -> None:
    longest = max(len(text) for text in truth["sections"]["text"].to_pylist())
    assert ("long_text" in workbook.sheetnames) == (longest > 32_767)


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize(("folder", "encoding"), [("stata", "utf-8"), ("stata117", "gb18030")])
def test_stata_by_readstat(name: str, folder: str, encoding: str, out: Path, truth: Mapping[str, pa.Table]) -> None:
    """ReadStat leaves strL of 117 as they are, so these are left to pandas."""
    schema, path = SCHEMAS[name], out / folder / f"{name}.dta"
    names = stata_names(schema.names)
    kept = [each for each in schema.variables if folder == "stata" or not is_long(truth[name][each.name], encoding)]
    frame, about = pyreadstat.read_dta(str(path), encoding=encoding, usecols=[names[each.name] for each in kept])
    assert about.column_names_to_labels == {names[each.name]: cut(each.label.zh, encoding) for each in kept}
    assert_labels(schema, about.variable_value_labels)
    for variable in kept:
        back = list(map(in_python, frame[names[variable.name]]))
        assert back == in_stata(variable, truth[name][variable.name].to_pylist()), variable.name


def is_long(column: pa.ChunkedArray, encoding: str) -> bool:
    """True where a text is too long for a str#."""
    return any(isinstance(text, str) and len(text.encode(encoding)) > 2045 for text in column.to_pylist())


def cut(label: str, encoding: str) -> str:
    """What Stata has room for: 80 characters, and 80 bytes in 117."""
    if encoding == "utf-8":
        return label[:80]
    return label.encode(encoding)[:80].decode(encoding, errors="ignore")


def assert_labels(schema: TableSchema, labels: Mapping[str, Mapping[int, str]]) -> None:
    for variable in schema.variables:
        if variable.values and variable.type == "string":
            mine = {code: label for code, label in labels[stata_names(schema.names)[variable.name]].items() if code}
            assert list(mine.values())[: len(variable.values)] == [
                meaning(schema.name, variable.name, value).zh for value in variable.values
            ]


def in_python(value: Any) -> Any:
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def in_stata(variable: Variable, values: list[Any]) -> list[Any]:
    """What Stata holds: codes from 1 in the order declared, 0 for a blank; an empty text for a null text."""
    if variable.values and variable.type == "string":
        codes = {"": 0, **{value: code for code, value in enumerate(variable.values, start=1)}, None: None}
        return [codes[value] for value in values]
    if variable.type == "string":
        return [value or "" for value in values]
    if variable.type == "timestamp":
        return [value and value.replace(tzinfo=None) for value in values]
    return values


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize(("folder", "encoding"), [("stata", "utf-8"), ("stata117", "gb18030")])
def test_stata_by_pandas(name: str, folder: str, encoding: str, out: Path, truth: Mapping[str, pa.Table]) -> None:
    """Pandas takes texts of 117 for Latin-1, one character a byte, so that the bytes can be decoded."""

    def text(read: str) -> str:
        return read if encoding == "utf-8" else read.encode("latin-1").decode(encoding)

    schema = SCHEMAS[name]
    names = stata_names(schema.names)
    with pd.io.stata.StataReader(out / folder / f"{name}.dta", convert_categoricals=False) as reader:
        frame, labels = reader.read(), reader.variable_labels()
    assert {name: text(label) for name, label in labels.items()} == {
        names[each.name]: cut(each.label.zh, encoding) for each in schema.variables
    }
    for variable in schema.variables:
        if variable.type == "string" and not variable.values:
            back = list(map(text, frame[names[variable.name]]))
            assert back == [value or "" for value in truth[name][variable.name].to_pylist()], variable.name


def test_a_data_package_validates(out: Path, truth: Mapping[str, pa.Table]) -> None:
    from frictionless import Package, system

    with system.use_context(trusted=True):
        package = Package(str(out / "datapackage.json"))
        report = package.validate()
        assert report.valid, report.flatten(["taskNumber", "rowNumber", "fieldName", "type", "note"])[:5]
        rows = [row.to_dict() for row in package.get_resource("cells").read_rows()]
    assert [resource.name for resource in package.resources] == list(SCHEMAS)
    assert [float(row["value"]) if row["value"] is not None else None for row in rows] == truth["cells"][
        "value"
    ].to_pylist()


def test_the_wide_table_has_the_figures_of_both_forms() -> None:
    keys = set(wide_schema().names) - set(tables()["reports"].names)
    assert keys == {figure.key for form in forms() for figure in form.figures()}
