"""The schema: every table and variable of it, and what the code makes of it."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest

from govtext import checks
from govtext.corpus.crosswalk import crossings, differences, forms_of, parts, patterns
from govtext.corpus.rows import rows_of
from govtext.corpus.schema import DERIVED, PER_REPORT, TableSchema, table, tables
from govtext.corpus.store import make_table
from govtext.errors import UnknownCode
from govtext.forms import forms
from tests.made import make_reading


@pytest.mark.parametrize("each", tables().values(), ids=lambda each: each.name)
def test_every_variable_is_described_in_both_languages(each: TableSchema) -> None:
    assert len(set(each.names)) == len(each.names)
    assert set(each.order) <= set(each.names)
    assert re.search("[一-鿿]", each.label.zh)
    for variable in each.variables:
        assert re.search("[一-鿿]", variable.label.zh) or variable.label.zh.isupper(), variable.name
        assert variable.label.en.isascii(), variable.name
        assert variable.description, variable.name
        assert not (variable.values and variable.unit), variable.name


@pytest.mark.parametrize("each", tables().values(), ids=lambda each: each.name)
def test_every_table_has_an_arrow_schema(each: TableSchema) -> None:
    schema = each.arrow()
    assert tuple(schema.names) == each.names
    assert [field.nullable for field in schema] == [variable.nullable for variable in each.variables]


def test_unknown_table() -> None:
    with pytest.raises(UnknownCode, match="reports, sections"):
        table("nix")


def test_rows_fit_the_schema_and_its_values() -> None:
    reading = make_reading({"requests/new/total": 3, "requests/partial/total": "/"})
    rows = rows_of("0" * 16, "1", reading, checks.run(reading))
    assert set(rows) == set(PER_REPORT)
    for name, each in rows.items():
        made = make_table(name, each, derived=False)
        assert len(made) == len(each)
        for variable in table(name).variables:
            if name != "reports" or variable.name not in DERIVED:
                column = made[variable.name]
                assert variable.nullable or column.null_count == 0, variable.name
                if variable.values and pa.types.is_string(column.type):
                    assert set(column.to_pylist()) <= {*variable.values, "", None}, variable.name


def test_half_a_surrogate_pair_does_not_stop_a_table() -> None:
    made = make_table("sections", [("0", 1, "a\ud800", "", "", 0, "")])
    assert made["title"].to_pylist() == ["a?"]


def test_the_crosswalk_names_figures_that_the_forms_have() -> None:
    keys = {figure.key for form in forms() for figure in form.figures()}
    for pattern in patterns():
        expression = re.compile(re.escape(pattern).replace(r"\*", "[^/]+"))
        assert any(expression.fullmatch(key) for key in keys), pattern
    assert len(differences()) == 3


def test_every_figure_of_one_form_only_is_declared() -> None:
    """A figure of one form is either part of a sum over the break, or the crosswalk says why it has no other side."""
    added = {part for form in forms() for figure in form.figures() for part in parts(figure.key)[1:]}
    for form in forms():
        for figure in form.figures():
            if len(forms_of(figure.key)) == 1 and figure.key not in added:
                assert any(";" in line for line in crossings([figure.key], [2020, 2021])), figure.key


def test_crossings() -> None:
    assert list(crossings(["requests/new/total", "requests/other/total"], [2019, 2023])) == []
    assert list(crossings(["proactive/rules/in_force"], [2021, 2023])) == []
    pair = ["proactive/rules/total_public", "proactive/rules/in_force"]
    assert any("no one series" in line for line in crossings(pair, [2020, 2021]))
    assert not any("no one series" in line for line in crossings([pair[0], "proactive/rules/issued"], [2020, 2021]))
