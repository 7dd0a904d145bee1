"""The codebook: every variable of every table, every figure of the forms, and every value of a coded variable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from govtext import __version__
from govtext.corpus.schema import TableSchema, Variable, tables
from govtext.display.language import known
from govtext.export.figures import WIDE, FormFigure, form_figures, wide_schema
from govtext.export.meanings import BLANK, MISSING, description, meaning, unit
from govtext.export.names import stata_names
from govtext.forms import Label, forms

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus
    from govtext.export.outgoing import Outgoing

COLUMNS = ("table", "name", "label", "description", "type", "unit", "forms", "formula", "values", "missing", "source",
           "stata", "rows", "nulls", "blanks")  # fmt: skip
"""What is said of a variable; rows, nulls and blanks only where a corpus is given."""
VALUE_COLUMNS = ("table", "name", "value", "code", "label_zh", "label_en", "declared")

Row = dict[str, object]


def codebook(corpus: Corpus | None = None, language: str = "en") -> pd.DataFrame:
    """One row a variable of the corpus's tables and of the wide table, whose columns are the figures of the forms.

    Columns: `COLUMNS`. With a corpus its rows, nulls and blank texts are counted (the wide table's are not: `export`
    counts them). Raises `UnknownCode` for a language other than zh and en.

    >>> book = codebook(language="zh")
    >>> book.loc[book["name"] == "requests/new/total", ["label", "unit", "forms"]].values.tolist()
    [['本年新收申请｜总计', '件', '2019 2021']]
    """
    import pandas as pd

    from govtext.export.outgoing import outgoing

    known(language)
    counted = () if corpus is None else outgoing(corpus)
    schemas = [each.schema for each in counted] or list(tables().values())
    made = rows([*schemas, wide_schema()], language, {each.name: each for each in counted})
    return pd.DataFrame(made, columns=list(COLUMNS if counted else COLUMNS[:-3]))


def rows(schemas: Iterable[TableSchema], language: str, counted: Mapping[str, Outgoing]) -> list[Row]:
    """The rows of the codebook for these tables; `counted` are the tables that were looked through, by name."""
    return [row for schema in schemas for row in _table(schema, language, counted.get(schema.name))]


def _table(schema: TableSchema, language: str, counted: Outgoing | None) -> Iterator[Row]:
    names = stata_names(schema.names)
    figures = {each.figure.key: each for each in form_figures()} if schema.name == WIDE else {}
    for variable in schema.variables:
        said = _figure(figures[variable.name]) if variable.name in figures else _variable(variable)
        yield {
            "table": schema.name, "name": variable.name, "label": variable.label[language],
            "description": description(variable, language), "type": variable.type, "unit": unit(variable, language),
            **said, "values": _values(schema, variable, language, counted),
            "missing": _missing(variable, language, counted), "stata": names[variable.name],
            **_counts(variable, counted),
        }  # fmt: skip


def _variable(variable: Variable) -> Row:
    return {"forms": "", "formula": str(getattr(variable, "formula", "") or ""), "source": f"govtext {__version__}"}


def _figure(one: FormFigure) -> Row:
    return {"forms": " ".join(one.forms), "formula": "; ".join(one.formulas), "source": "; ".join(one.sources)}


def _values(schema: TableSchema, variable: Variable, language: str, counted: Outgoing | None) -> str:
    told = [(value, meaning(schema.name, variable.name, value)[language]) for value in _levels(variable, counted)]
    return "; ".join(value if value == said else f"{value} = {said}" for value, said in told)


def _levels(variable: Variable, counted: Outgoing | None) -> Sequence[str]:
    return (counted.levels(variable) if counted else ()) or variable.values


def _missing(variable: Variable, language: str, counted: Outgoing | None) -> str:
    """What stands for nothing: null where it is allowed, a blank text where there is one, or may be."""
    said = [MISSING[language]] if variable.nullable else []
    if variable.type == "string" and (counted is None or counted.columns[variable.name].blanks):
        said.append(BLANK[language])
    return "; ".join(said)


def _counts(variable: Variable, counted: Outgoing | None) -> Row:
    if counted is None:
        return {"rows": None, "nulls": None, "blanks": None}
    column = counted.columns[variable.name]
    return {"rows": counted.rows, "nulls": column.nulls, "blanks": column.blanks}


def value_rows(sent: Iterable[Outgoing]) -> Iterator[Row]:
    """One row a value of a coded variable: its code in Stata and what it means; the code of a blank text is 0."""
    for table in sent:
        for variable in table.schema.variables:
            for value, code in coded(table, variable).items():
                label = BLANK if value == "" else meaning(table.name, variable.name, value)
                declared = value == "" or value in variable.values
                yield dict(zip(VALUE_COLUMNS, (table.name, variable.name, value, code, label.zh, label.en, declared),
                               strict=True))  # fmt: skip


def coded(table: Outgoing, variable: Variable) -> Mapping[str, int]:
    """The codes of a text with declared values, from 1 in the order declared; 0 is a blank text, where there is one."""
    levels = table.levels(variable)
    blank = {"": 0} if levels and table.columns[variable.name].blanks else {}
    return {**blank, **{value: code for code, value in enumerate(levels, start=1)}}


def value_label(table: str, variable: Variable, value: str) -> Label:
    """What a code of a coded variable means."""
    return BLANK if value == "" else meaning(table, variable.name, value)


def form_sources() -> Mapping[str, str]:
    """Each form and the notice that issued it."""
    return {form.code: form.source for form in forms()}
