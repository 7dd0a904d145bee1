"""The official forms of the annual report, as data: labels, codes, units, sums.

Adding a form means adding one file under `data/`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from govtext.errors import UnknownCode

Standing = Literal["printed", "layout", "statistical", "statute"]
"""Legal standing of a rule: printed in the form, implied by its layout, a statistical expectation, set by statute."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name in both languages."""

    zh: str
    en: str

    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language))


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column of a form: its code and the labels printed above or before it, outermost first."""

    code: str
    path: tuple[str, ...]
    aliases: tuple[str, ...]
    label: Label
    unit: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every wording under which the line itself is printed."""
        return (self.path[-1], *self.aliases)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that share one header. `across`: the rows are groups of columns in a single printed row of values."""

    marker: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    across: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One of the three statutory tables of a form."""

    code: str
    section: int
    label: Label
    blocks: tuple[Block, ...]
    furniture: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a form; `key` is `table/row/column`."""

    table: str
    row: str
    column: str
    unit: str
    row_label: Label
    column_label: Label

    @property
    def key(self) -> str:
        return f"{self.table}/{self.row}/{self.column}"


@dataclass(frozen=True, slots=True)
class Identity:
    """A sum that a table must obey: over rows within each column, or over columns within each row."""

    rule: str
    table: str
    add: Literal["rows", "columns"]
    left: tuple[str, ...]
    right: tuple[str, ...]
    standing: Standing
    label: Label


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """An official form: its tables, its sums, and the notice that issued it. There is one object a form."""

    code: str
    source: str
    years: str
    tables: tuple[Table, ...]
    identities: tuple[Identity, ...]

    def table(self, code: str) -> Table:
        for table in self.tables:
            if table.code == code:
                return table
        raise UnknownCode(f"no table {code!r}", expected=", ".join(table.code for table in self.tables))

    def figures(self, table: str | None = None) -> Iterator[Figure]:
        """The form's figures in printed order, of one table or of all."""
        return iter(_figures(self, table))

    def __reduce__(self) -> tuple[object, ...]:
        return form, (self.code,)


@cache
def _figures(form: Form, table: str | None) -> tuple[Figure, ...]:
    return tuple(
        Figure(each.code, row.code, column.code, column.unit, row.label, column.label)
        for each in form.tables
        if table in (None, each.code)
        for block in each.blocks
        for row in block.rows
        for column in block.columns
    )


def _label(raw: Mapping[str, str]) -> Label:
    return Label(raw["zh"], raw["en"])


def _line(raw: Mapping[str, Any]) -> Line:
    return Line(
        raw["code"], tuple(raw["path"]), tuple(raw.get("aliases", ())), _label(raw["label"]), raw.get("unit", "")
    )


def _block(raw: Mapping[str, Any]) -> Block:
    rows, columns = (tuple(_line(line) for line in raw[name]) for name in ("rows", "columns"))
    return Block(raw["marker"], rows, columns, raw.get("across", False))


def _table(raw: Mapping[str, Any]) -> Table:
    blocks = tuple(_block(block) for block in raw["blocks"])
    return Table(raw["code"], raw["section"], _label(raw["label"]), blocks, tuple(raw["furniture"]))


def _identity(raw: Mapping[str, Any]) -> Identity:
    left, right = tuple(raw["left"]), tuple(raw["right"])
    return Identity(raw["rule"], raw["table"], raw["add"], left, right, raw["standing"], _label(raw["label"]))


def _form(raw: Mapping[str, Any]) -> Form:
    tables = tuple(_table(table) for table in raw["tables"])
    identities = tuple(_identity(identity) for identity in raw["identities"])
    return Form(raw["code"], raw["source"], raw["years"], tables, identities)


@cache
def forms() -> tuple[Form, ...]:
    """All official forms, oldest first.

    >>> [(form.code, len(list(form.figures()))) for form in forms()]
    [('2019', 198), ('2021', 200)]
    """
    folder = resources.files(__package__) / "data"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return tuple(_form(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files)


def form(code: str) -> Form:
    """The form with this code.

    Raises `UnknownCode` where there is none.

    >>> form("2021").source
    '国办公开办函〔2021〕30号'
    """
    for each in forms():
        if each.code == code:
            return each
    raise UnknownCode(f"no form {code!r}", expected=", ".join(each.code for each in forms()))


@cache
def figure(key: str) -> Figure:
    """The figure with this code, from the newest form that has it.

    Raises `UnknownCode` where no form has it.

    >>> figure("requests/new/total").column_label.en
    'total'
    """
    for each in reversed(forms()):
        for candidate in each.figures():
            if candidate.key == key:
                return candidate
    raise UnknownCode(f"no figure {key!r}", expected="table/row/column, as in requests/new/total")
