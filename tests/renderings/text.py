"""Plain text, as crawlers, copy and paste, and converters leave it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tests.renderings.sheets import Draft, Heading, Sheet, SheetCell

Writer = Callable[[Sheet], Iterator[str]]


def lines(whole: Draft, write: Writer) -> list[str]:
    """The report as lines, its tables written by `write`."""
    result = list(whole.title)
    for block in whole.blocks:
        if isinstance(block, Sheet):
            result += write(block)
        else:
            result.append(block.text if isinstance(block, Heading) else block)
    return result + list(whole.closing)


def text(whole: Draft, write: Writer) -> str:
    return "\n".join(lines(whole, write)) + "\n"


def crawl_bars(sheet: Sheet, *, padded: bool = True) -> Iterator[str]:
    """One cell a line, each closed by a bar; a row opens with one; empty cells run together."""
    for number, row in enumerate(sheet.rows()):
        bars = ""
        for place, cell in enumerate(row):
            if cell.text and bars:
                yield bars
                bars = ""
            opening = "| " if place == 0 else ""
            if cell.text:
                yield f"{opening}{cell.text} |"
            else:
                bars += f"{opening}|"
        bars += "|" * max(sheet.padding(number), 0) if padded else ""
        if bars:
            yield bars


def crawl_unpadded(sheet: Sheet) -> Iterator[str]:
    """As `crawl_bars`, but no row is filled up to the table's width."""
    return crawl_bars(sheet, padded=False)


def crawl_lines(sheet: Sheet) -> Iterator[str]:
    """One cell a line without any bar; empty cells leave nothing; 商业企业 and its like stand on two lines."""
    for row in sheet.rows():
        for cell in row:
            if cell.role == "header" and len(cell.text) == 4 and sheet.table == "requests":
                yield from (cell.text[:2], cell.text[2:])
            elif cell.text:
                yield cell.text


def bars_one_line(sheet: Sheet) -> Iterator[str]:
    """| a | b |: one row a line."""
    for row in sheet.rows():
        yield "".join(f"| {cell.text} " for cell in row) + "|"


def tabs(sheet: Sheet) -> Iterator[str]:
    """A row a line as a browser copies it: cells parted by tabs, spans lost."""
    for row in sheet.rows():
        yield "\t".join(cell.text for cell in row)


def tabs_placed(sheet: Sheet) -> Iterator[str]:
    """A row a line as a spreadsheet copies it: what a merged cell covers is empty."""
    for number, row in enumerate(sheet.rows()):
        yield "\t".join(_placed(sheet, number, row))


def _placed(sheet: Sheet, number: int, row: Sequence[SheetCell]) -> Iterator[str]:
    above = {
        column
        for cell in sheet.cells
        if cell.row < number < cell.row + cell.row_span
        for column in range(cell.column, cell.column + cell.column_span)
    }
    column = 0
    for cell in row:
        while column < cell.column and column in above:
            column += 1
            yield ""
        yield cell.text
        yield from [""] * (cell.column_span - 1)
        column = max(column, cell.column + cell.column_span) if cell.role != "stray" else column
    yield from [""] * len([place for place in above if place >= column])


def spaces(sheet: Sheet) -> Iterator[str]:
    """A row a line parted by single spaces; empty cells leave nothing."""
    for row in sheet.rows():
        if line := " ".join(cell.text for cell in row if cell.text):
            yield line


def one_line(whole: Draft) -> str:
    """The whole report in a single line."""
    return " ".join(lines(whole, spaces)) + "\n"
