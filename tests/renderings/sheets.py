"""A report laid out: the form's tables with their merged cells, filled in, between titles and prose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from govtext.forms import Block, Figure, Line, Table, form
from tests.renderings.figures import Figures, Value

Role = Literal["marker", "header", "label", "value", "furniture", "stray"]
GONE = "\0"
"""Text of a cell that damage took away: nothing of it is written, and what follows moves up."""


@dataclass(frozen=True)
class Wording:
    """How figures and punctuation are written."""

    signs: bool = False
    """Changes as 增2 and 减11 instead of 2 and -11."""
    money: Literal["", "万元", "元"] = ""
    """Unit written into cells of money."""
    half: bool = False
    """Half-width brackets and punctuation, as some crawlers make them."""
    cut: bool = False
    """Two headers of the 2019 form cut to 本年新, as in one crawl."""


@dataclass(frozen=True)
class SheetCell:
    """A cell as printed; `key` is the figure's code for a value, `code` that of the line for a label or header."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    role: Role = "furniture"
    key: str = ""
    code: str = ""


@dataclass(frozen=True)
class Sheet:
    """One printed table."""

    table: str
    cells: tuple[SheetCell, ...]
    blocks: tuple[int, ...] = (0,)
    """The first row of each block."""

    @property
    def n_rows(self) -> int:
        return max(cell.row + cell.row_span for cell in self.cells)

    @property
    def n_columns(self) -> int:
        return max(cell.column + cell.column_span for cell in self.cells)

    def rows(self) -> list[list[SheetCell]]:
        """The cells that begin in each row, without those that are gone; a stray one before the cell it pushes."""
        rows: list[list[SheetCell]] = [[] for _ in range(self.n_rows)]
        for cell in self.cells:
            if cell.text != GONE:
                rows[cell.row].append(cell)
        return [sorted(row, key=lambda cell: (cell.column, cell.role != "stray")) for row in rows]

    def padding(self, row: int) -> int:
        """Empty cells after a row's own, where rows are filled up to the width as if nothing had been damaged."""
        return self.n_columns - sum(cell.row == row and cell.role != "stray" for cell in self.cells)

    def map(self, change: Callable[[str], str]) -> Sheet:
        return replace(self, cells=tuple(replace(cell, text=change(cell.text)) for cell in self.cells))


@dataclass(frozen=True)
class Heading:
    """A section's title."""

    text: str


@dataclass(frozen=True)
class Draft:
    """A whole report before it is written in some layout."""

    title: tuple[str, ...]
    blocks: tuple[str | Heading | Sheet, ...]
    closing: tuple[str, ...]
    metadata: Mapping[str, str] = field(default_factory=dict)

    def sheet(self, table: str) -> Sheet:
        return next(block for block in self.blocks if isinstance(block, Sheet) and block.table == table)

    def with_sheet(self, sheet: Sheet) -> Draft:
        same = [isinstance(block, Sheet) and block.table == sheet.table for block in self.blocks]
        return replace(
            self, blocks=tuple(sheet if hit else block for hit, block in zip(same, self.blocks, strict=True))
        )


SECTIONS = {
    1: "一、总体情况",
    2: "二、主动公开政府信息情况",
    3: "三、收到和处理政府信息公开申请情况",
    4: "四、政府信息公开行政复议、行政诉讼情况",
    5: "五、存在的主要问题及改进情况",
    6: "六、其他需要报告的事项",
}
HALF = str.maketrans("（）：，；", "():,;")


def draft(figures: Figures, wording: Wording = Wording()) -> Draft:
    """The report with its tables laid out by its forms."""
    sheets = {table.section: sheet(table, figures, wording) for _, table in figures.tables()}
    blocks: list[str | Heading | Sheet] = []
    for number, title in SECTIONS.items():
        blocks += [Heading(title), *figures.prose.get(number, ())]
        blocks += [sheets[number]] if number in sheets else []
    metadata = {"名称": "".join(figures.title), "发布机构": figures.issuer, "公开日期": figures.date}
    whole = Draft(figures.title, tuple(blocks), (figures.issuer, figures.date), metadata)
    return _half_width(whole) if wording.half else whole


def _half_width(whole: Draft) -> Draft:
    def change(text: str) -> str:
        return text.translate(HALF)

    def block(each: str | Heading | Sheet) -> str | Heading | Sheet:
        if isinstance(each, Sheet):
            return each.map(change)
        return Heading(change(each.text)) if isinstance(each, Heading) else change(each)

    return replace(whole, blocks=tuple(block(each) for each in whole.blocks))


def sheet(table: Table, figures: Figures, wording: Wording = Wording()) -> Sheet:
    """One table of a form, filled in."""
    units = {figure.key: figure for figure in form(figures.forms[table.code]).figures(table.code)}

    def written(key: str) -> str:
        return _write(units[key], figures.values[key], wording)

    if any(block.across for block in table.blocks):
        laid = _across(table, table.blocks[0], written)
    else:
        laid = _stacked(table, written)
    names = figures.labels
    return laid.map(lambda text: _cut(names.get(text, text), wording))


def _cut(text: str, wording: Wording) -> str:
    return "本年新" if wording.cut and text in ("本年新制作数量", "本年新公开数量") else text


def _write(figure: Figure, value: Value, wording: Wording) -> str:
    if not isinstance(value, Decimal):
        return value or ""
    if figure.column == "items_change" and wording.signs and value:
        return f"{'增' if value > 0 else '减'}{abs(value)}"
    if figure.unit == "万元" and wording.money == "元":
        return f"{(value * 10000).normalize():f}元"
    return f"{value}{wording.money if figure.unit == '万元' else ''}"


def _stacked(table: Table, written: Callable[[str], str]) -> Sheet:
    """Blocks one below the other, each with marker, header and rows."""
    width = max(len(block.columns) for block in table.blocks)
    depth = max(len(row.path) for block in table.blocks for row in block.rows)
    cells: list[SheetCell] = []
    starts: list[int] = []
    top = 0
    for block in table.blocks:
        starts.append(top)
        if block.marker:
            cells.append(SheetCell(block.marker, top, 0, 1, depth + width, "marker"))
            top += 1
        header = list(_header(table, block, top, depth, width))
        cells += header
        top = max(cell.row + cell.row_span for cell in header)
        cells += _body(table, block, top, depth, width, written)
        top += len(block.rows)
    return Sheet(table.code, tuple(cells), tuple(starts))


def _header(table: Table, block: Block, top: int, depth: int, width: int) -> Iterator[SheetCell]:
    height = max(len(column.path) for column in block.columns)
    corner = table.furniture[0]
    yield SheetCell(f"（{corner}）" if height > 1 else corner, top, 0, height, depth)
    yield from _columns([(column.path, column.code) for column in block.columns], top, depth, width)


def _columns(paths: Sequence[tuple[tuple[str, ...], str]], top: int, left: int, width: int) -> Iterator[SheetCell]:
    """Header cells of a tree of labels; the last column spans what is left of the width."""
    height = max(len(path) for path, _ in paths)
    for level in range(height):
        at = 0
        while at < len(paths):
            path, code = paths[at]
            n = 1
            while level < len(path) - 1 and at + n < len(paths) and paths[at + n][0][: level + 1] == path[: level + 1]:
                n += 1
            if level < len(path):
                leaf = level == len(path) - 1
                span = n + (width - len(paths) if at + n == len(paths) else 0)
                down, role = (height - level, "header") if leaf else (1, "furniture")
                yield SheetCell(path[level], top + level, left + at, down, span, role, code=code if leaf else "")
            at += n


def _body(
    table: Table, block: Block, top: int, depth: int, width: int, written: Callable[[str], str]
) -> Iterator[SheetCell]:
    yield from _labels(block.rows, top, depth)
    for number, row in enumerate(block.rows):
        for place, column in enumerate(block.columns):
            key = f"{table.code}/{row.code}/{column.code}"
            span = width - place if column is block.columns[-1] else 1
            yield SheetCell(written(key), top + number, depth + place, 1, span, "value", key, row.code)


def _labels(rows: Sequence[Line], top: int, depth: int) -> Iterator[SheetCell]:
    for number, row in enumerate(rows):
        for level, text in enumerate(row.path):
            leaf = level == len(row.path) - 1
            before = rows[number - 1].path if number else ()
            if not leaf and before[: level + 1] == row.path[: level + 1]:
                continue
            down = 1 if leaf else sum(other.path[: level + 1] == row.path[: level + 1] for other in rows[number:])
            span = depth - level if leaf else 1
            yield SheetCell(text, top + number, level, down, span, "label", code=row.code if leaf else "")


def _across(table: Table, block: Block, written: Callable[[str], str]) -> Sheet:
    """Groups side by side over one row of values."""
    lines = [(row, column) for row in block.rows for column in block.columns]
    paths = [(row.path + column.path, f"{row.code}/{column.code}") for row, column in lines]
    cells = list(_columns(paths, 0, 0, len(paths)))
    bottom = max(cell.row + cell.row_span for cell in cells)
    for place, (row, column) in enumerate(lines):
        key = f"{table.code}/{row.code}/{column.code}"
        cells.append(SheetCell(written(key), bottom, place, 1, 1, "value", key, row.code))
    return Sheet(table.code, tuple(cells))
