"""Every row, header and marker label of every form, ready to be looked up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from govtext.forms import Block, Form, Table, forms
from govtext.forms.labels import SHORTEST, Match, bare, best_match, normal


@dataclass(frozen=True, slots=True, eq=False)
class Home:
    """Where a label lives: a block of a table of a form; there is one object a block."""

    form: Form
    table: Table
    block: Block


@cache
def homes() -> tuple[Home, ...]:
    """Every block of every form."""
    return tuple(Home(form, table, block) for form in forms() for table in form.tables for block in table.blocks)


@dataclass(frozen=True, slots=True)
class RowName:
    """A row label found: `key` is table/row."""

    key: str
    score: float


@cache
def _row_names() -> tuple[dict[str, str], dict[str, str]]:
    """Long bare names to table/row; and names to the letter: short with enumerator, or behind their groups' labels."""
    long: dict[str, str] = {}
    exact: dict[str, str] = {}
    for home in homes():
        for row in () if home.block.across else home.block.rows:
            key = f"{home.table.code}/{row.code}"
            for name in row.names:
                target, word = (long, bare(name)) if len(bare(name)) >= SHORTEST else (exact, normal(name))
                target[word] = key
                exact |= {way + end: key for way in _ways(row.path[:-1]) for end in (normal(name), bare(name))}
    return long, exact


def _ways(path: tuple[str, ...]) -> set[str]:
    """How the labels of groups may stand before a row's own label in the same cell."""
    spelled = [(normal(label), bare(label)) for label in path]
    return {"".join(words) for start in range(len(path)) for words in product(*spelled[start:])}


_LONGEST_LABEL = 80


@cache
def groups() -> frozenset[str]:
    """Bare labels that stand before a row's own label: 本年度办理结果, 不予公开 …"""
    return frozenset(bare(part) for home in homes() for row in home.block.rows for part in row.path[:-1])


@lru_cache(maxsize=4096)
def row_name(text: str) -> RowName | None:
    """The row that a cell's text names, or None; a damaged label within bounds scores below 100.

    >>> row_name("2.其他法律行政止公开").key, row_name("（七）总计").key, row_name("总计")
    ('requests/refused.law_prohibited', 'requests/processed_total', None)
    """
    if len(text) > _LONGEST_LABEL:
        return None
    long, exact = _row_names()
    for word in (normal(text), bare(text)):
        if word in exact:
            return RowName(exact[word], 100.0)
    if len(bare(text)) < SHORTEST or bare(text) in groups():
        match = Match(long[bare(text)], 100.0) if bare(text) in long else None
    else:
        match = best_match(text, long)
    return RowName(match.code, match.score) if match else None


_TOTAL = "总计"


def total_row(text: str) -> RowName | None:
    """The total row of the requests table where its label lost its enumerator; it must be followed by figures."""
    return RowName("requests/processed_total", 99.9) if bare(text) == _TOTAL else None


@lru_cache(maxsize=4096)
def marker_blocks(text: str) -> tuple[Home, ...]:
    """The blocks that stand under 「第二十条第（X）项」, or none where the text is no such marker."""
    word = normal(text)
    return tuple(home for home in homes() if home.block.marker and normal(home.block.marker) == word)


@lru_cache(maxsize=1024)
def row_homes(key: str) -> tuple[Home, ...]:
    """The blocks that hold the row `table/row`, one a form that has it."""
    table, row = key.split("/", 1)
    return tuple(
        home for home in homes() if home.table.code == table and any(line.code == row for line in home.block.rows)
    )
