"""The tables of a corpus as data: `data/schema.toml`, and the pyarrow schemas made of it.

Adding a variable means an entry there and a value in `rows.py`; adding a table, an entry and its rows.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from govtext.errors import UnknownCode
from govtext.forms import Label

if TYPE_CHECKING:
    import pyarrow as pa

MISSING = "null"
"""The one missing code of every table."""
PER_REPORT = ("reports", "sections", "cells", "claims", "items", "findings", "identities")
"""Tables whose rows come from the content of one report alone."""
EDITIONS = ("chosen", "edition_of", "edition_rule")
DERIVED = ("issuer_id", "issuer_name", "code", "code_year", "scope", "scope_evidence", "doubtful", *EDITIONS)
"""Variables of `reports` that are known only when all reports are."""
BY_REPORT = (*PER_REPORT, "matches")
"""Tables with rows of single reports."""
SINGLE = ("issuers", "breaks", "questions", "errors", "manifest")
"""Tables that are one part each."""
AS_READ = ("level", "body", "year")
"""Variables of `reports` that stand as read in `identities`, and there as resolved."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A column of a table; `values` are the codes it may hold (none: anything), `unit` what is counted or measured."""

    name: str
    type: str
    label: Label
    description: str
    unit: str = ""
    values: tuple[str, ...] = ()
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class TableSchema:
    """A table: its variables in their order, and those by which a row is known."""

    name: str
    label: Label
    description: str
    order: tuple[str, ...]
    variables: tuple[Variable, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(variable.name for variable in self.variables)

    def arrow(self, *, derived: bool = True) -> pa.Schema:
        """The pyarrow schema; without `derived`, less what is known only when all reports are."""
        import pyarrow as pa

        fields = [
            pa.field(variable.name, _arrow_types()[variable.type], nullable=variable.nullable)
            for variable in self.variables
            if derived or self.name != "reports" or variable.name not in DERIVED
        ]
        return pa.schema(fields)


@cache
def _arrow_types() -> Mapping[str, pa.DataType]:
    import pyarrow as pa

    return {
        "string": pa.string(), "bool": pa.bool_(), "int8": pa.int8(), "int16": pa.int16(), "int32": pa.int32(),
        "int64": pa.int64(), "float64": pa.float64(), "date": pa.date32(), "timestamp": pa.timestamp("s", tz="UTC"),
    }  # fmt: skip


@cache
def tables() -> Mapping[str, TableSchema]:
    """Every table by name.

    >>> list(tables())[:5]
    ['reports', 'sections', 'cells', 'claims', 'items']
    """
    text = (resources.files(__package__) / "data" / "schema.toml").read_text(encoding="utf-8")
    return {name: _table(name, raw) for name, raw in tomllib.loads(text).items()}


def table(name: str) -> TableSchema:
    """The table with this name; raises `UnknownCode` where there is none.

    >>> table("cells").variables[5].unit
    'see unit'
    """
    if name not in tables():
        raise UnknownCode(f"no table {name!r}", expected=", ".join(tables()))
    return tables()[name]


def _table(name: str, raw: Mapping[str, Any]) -> TableSchema:
    variables = tuple(_variable(each) for each in raw["variables"])
    return TableSchema(name, Label(**raw["label"]), raw["description"], tuple(raw["order"]), variables)


def _variable(raw: Mapping[str, Any]) -> Variable:
    return Variable(
        raw["name"], raw["type"].rstrip("?"), Label(**raw["label"]), raw["description"], raw.get("unit", ""),
        tuple(raw.get("values", ())), raw["type"].endswith("?"),
    )  # fmt: skip
