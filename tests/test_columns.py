"""Tables with columns that the form does not have, or without some that it has: read by header, or not read."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.renderings import LAYOUTS, Draft, Figures, draft, random_figures
from tests.renderings.damage import drop_number
from tests.renderings.expect import taken, wrong
from tests.renderings.figures import Blanks
from tests.renderings.reading import reading_of
from tests.renderings.sheets import Sheet, SheetCell

Change = Callable[[Sheet], Sheet]
PLACED = ("html_simple", "docx")
LAID_OUT = (*PLACED, "crawl_bars", "crawl_unpadded", "bars_one_line", "tabs", "tabs_placed", "crawl_lines", "spaces")


def value_rows(sheet: Sheet) -> list[int]:
    return sorted({cell.row for cell in sheet.cells if cell.role == "value"})


def opened(sheet: Sheet, at: int) -> Iterator[SheetCell]:
    """The cells with room for a column more at `at`."""
    for cell in sheet.cells:
        if cell.column >= at:
            yield replace(cell, column=cell.column + 1)
        else:
            reaches = cell.column + cell.column_span > at
            yield replace(cell, column_span=cell.column_span + 1) if reaches else cell


def with_column(sheet: Sheet, at: int, name: SheetCell, text: Callable[[int], str]) -> Sheet:
    more = [SheetCell(text(row), row, at) for row in value_rows(sheet)]
    return replace(sheet, cells=(*opened(sheet, at), name, *more))


def serial_numbers(sheet: Sheet) -> Sheet:
    first = value_rows(sheet)[0]
    return with_column(sheet, 0, SheetCell("序号", 0, 0, first), lambda row: str(row - first + 1))


def subtotals(sheet: Sheet) -> Sheet:
    """A column more in the group, the group's header as much wider."""
    whole = misplaced_subtotals(sheet)
    group = next(number for number, cell in enumerate(whole.cells) if cell.text == "法人或其他组织")
    wider = replace(whole.cells[group], column_span=whole.cells[group].column_span + 1)
    return replace(whole, cells=(*whole.cells[:group], wider, *whole.cells[group + 1 :]))


def misplaced_subtotals(sheet: Sheet) -> Sheet:
    """A column more, its header in the group's row of labels, but the group no wider than before."""
    header = next(cell for cell in sheet.cells if cell.code == "total" and cell.role == "header")
    return with_column(sheet, header.column, SheetCell("小计", 2, header.column), lambda _: "7777")


def subtotals_without_header(sheet: Sheet) -> Sheet:
    whole = subtotals(sheet)
    return replace(whole, cells=tuple(replace(cell, text="") if cell.text == "小计" else cell for cell in whole.cells))


def remarks(sheet: Sheet) -> Sheet:
    at = sheet.n_columns
    return with_column(sheet, at, SheetCell("备注", 0, at, value_rows(sheet)[0]), lambda _: "见附件")


def counted_remarks(sheet: Sheet) -> Sheet:
    rng, at = random.Random(5), sheet.n_columns
    return with_column(sheet, at, SheetCell("备注", 0, at, value_rows(sheet)[0]), lambda _: str(rng.randrange(1, 9)))


def without_column(sheet: Sheet, number: int) -> Sheet:
    """The requests table without one of its columns."""
    at = sorted({cell.column for cell in sheet.cells if cell.role == "value"})[number]
    kept = [cell for cell in sheet.cells if cell.column != at or cell.column_span > 1]
    return replace(sheet, cells=tuple(_closed(cell, at) for cell in kept))


def _closed(cell: SheetCell, at: int) -> SheetCell:
    if cell.column > at:
        return replace(cell, column=cell.column - 1)
    return replace(cell, column_span=cell.column_span - 1) if cell.column + cell.column_span > at else cell


CHANGES: dict[str, Change] = {
    "serial numbers": serial_numbers,
    "subtotals": subtotals,
    "misplaced subtotals": misplaced_subtotals,
    "subtotals without header": subtotals_without_header,
    "remarks": remarks,
    "counted remarks": counted_remarks,
    "no natural persons": lambda sheet: without_column(sheet, 0),
    "no institutes": lambda sheet: without_column(sheet, 3),
    "no others": lambda sheet: without_column(sheet, 5),
}


def changed(figures: Figures, change: Change, layout: str) -> Draft:
    whole = draft(figures, LAYOUTS[layout].wording)
    return whole.with_sheet(change(whole.sheet("requests")))


@pytest.mark.parametrize("blanks", ["none", "some"])
@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("layout", LAID_OUT)
def test_no_figure_is_moved_by_a_column_more_or_less(layout: str, name: str, blanks: Blanks, tmp_path: Path) -> None:
    figures = random_figures(1, "2021", blanks)
    data = LAYOUTS[layout].write(changed(figures, CHANGES[name], layout))
    assert taken(reading_of(data, LAYOUTS[layout].suffix, tmp_path), figures) == []


@pytest.mark.parametrize("name", ["serial numbers", "subtotals", "remarks"])
@pytest.mark.parametrize("layout", PLACED)
def test_a_column_with_a_header_of_its_own_is_passed_over(layout: str, name: str, tmp_path: Path) -> None:
    figures = random_figures(1, "2021", "some")
    data = LAYOUTS[layout].write(changed(figures, CHANGES[name], layout))
    assert wrong(reading_of(data, LAYOUTS[layout].suffix, tmp_path), figures) == []


@pytest.mark.parametrize("name", ["serial numbers", "subtotals", "subtotals without header", "remarks"])
@pytest.mark.parametrize("layout", PLACED)
def test_a_lost_cell_moves_nothing_beside_such_a_column(layout: str, name: str, tmp_path: Path) -> None:
    figures = random_figures(1, "2021", "none")
    whole = changed(figures, CHANGES[name], layout)
    damages = random.Random(name).sample(list(drop_number(whole.sheet("requests"))), 3)
    for damage in damages:
        data = LAYOUTS[layout].write(whole.with_sheet(damage.sheet))
        assert taken(reading_of(data, LAYOUTS[layout].suffix, tmp_path), figures, damage.keys) == [], damage.name


@pytest.mark.parametrize("layout", [*PLACED, "crawl_bars", "bars_one_line", "tabs"])
def test_a_row_that_numbers_the_columns_is_no_row_of_figures(layout: str, tmp_path: Path) -> None:
    figures = random_figures(1, "2021", "some")
    whole = draft(figures, LAYOUTS[layout].wording)
    sheet = whole.sheet("review")
    row = value_rows(sheet)[0]
    below = [replace(cell, row=row + 1) if cell.row == row else cell for cell in sheet.cells]
    numbers = [SheetCell(str(number + 1), row, number) for number in range(sheet.n_columns)]
    data = LAYOUTS[layout].write(whole.with_sheet(replace(sheet, cells=(*below, *numbers))))
    assert wrong(reading_of(data, LAYOUTS[layout].suffix, tmp_path), figures) == []


@pytest.mark.parametrize("layout", PLACED)
def test_two_rows_of_review_figures_are_not_read(layout: str, tmp_path: Path) -> None:
    """Of last year's row and this year's, nothing tells which is which."""
    figures = random_figures(1, "2021", "none")
    whole = draft(figures, LAYOUTS[layout].wording)
    sheet = whole.sheet("review")
    other = [replace(cell, row=cell.row + 1, text="5") for cell in sheet.cells if cell.role == "value"]
    data = LAYOUTS[layout].write(whole.with_sheet(replace(sheet, cells=(*sheet.cells, *other))))
    found = reading_of(data, LAYOUTS[layout].suffix, tmp_path)
    assert {cell.status for cell in found.cells if cell.table == "review"} == {"unreadable"}


@pytest.mark.parametrize("layout", ["html_simple", "crawl_bars", "crawl_lines"])
@pytest.mark.parametrize(("form", "other"), [("2021", "2019"), ("2019", "2021"), ("2021", "2021")])
def test_two_reports_in_one_file_do_not_mix(layout: str, form: str, other: str, tmp_path: Path) -> None:
    figures, more = random_figures(5, form), random_figures(6, other)
    first, second = (draft(each, LAYOUTS[layout].wording) for each in (figures, more))
    data = LAYOUTS[layout].write(replace(first, blocks=(*first.blocks, *second.title, *second.blocks)))
    found = reading_of(data, LAYOUTS[layout].suffix, tmp_path)
    assert [cell.key for cell in found.cells if cell.status == "value" and cell.table == "proactive"] == []
    assert any(note.severity == "loss" for note in found.log)


OTHER_TABLES = {
    "政府网站工作年度报表": ["信息发布|总数|动态", "|523|520", "行政许可|12", "规章|5|6|7", "行政处罚|77", "总计|99"],
    "两年对比": ["指标|上年|本年", "本年新收政府信息公开申请数量|91|92", "规章|1|2", "行政强制|3"],
}


@pytest.mark.parametrize("name", OTHER_TABLES)
@pytest.mark.parametrize("place", ["before", "after"])
def test_another_table_with_the_same_labels_leaves_the_report_whole(name: str, place: str, tmp_path: Path) -> None:
    figures = random_figures(5, "2021")
    rows = ("".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in OTHER_TABLES[name])
    table = f"<p>{name}</p><table><tr>{'</tr><tr>'.join(rows)}</tr></table>"
    page = LAYOUTS["html_simple"].render(figures).decode()
    tag = "<body>" if place == "before" else "</body>"
    joined = page.replace(tag, tag + table if place == "before" else table + tag)
    assert wrong(reading_of(joined.encode(), ".html", tmp_path), figures) == []


@pytest.mark.parametrize("line", ["第3页 共5页", "—3—", "      第 3 页  共 5 页"])
@pytest.mark.parametrize("layout", ["crawl_bars", "bars_one_line", "tabs", "spaces", "crawl_lines", "layout"])
def test_a_page_number_is_no_figure_and_ends_no_table(layout: str, line: str, tmp_path: Path) -> None:
    figures = random_figures(5, "2021")
    lines = LAYOUTS[layout].render(figures).decode().split("\n")
    for at in range(len(lines) - 3, 0, -7):
        lines.insert(at, line)
    found = reading_of("\n".join(lines).encode(), ".txt", tmp_path)
    assert taken(found, figures) == []
    if layout in ("crawl_bars", "bars_one_line", "tabs", "spaces"):
        assert wrong(found, figures) == []


def test_a_figure_below_the_header_of_the_next_block_is_not_the_blank_row_s_above(tmp_path: Path) -> None:
    lines = [
        "行政处罚 7",
        "行政强制",
        "第二十条第（八）项",
        "信息内容 本年收费金额（单位：万元）",
        "6 行政事业性收费 8",
    ]
    head = ["一、总体情况", "二、主动公开政府信息情况", "第二十条第（六）项", "信息内容 本年处理决定数量"]
    found = reading_of("\n".join([*head, *lines]).encode(), ".txt", tmp_path)
    cells = {cell.key: cell for cell in found.cells}
    assert cells["proactive/penalties/decisions"].value == 7
    assert cells["proactive/coercion/decisions"].value is None


def test_a_number_behind_a_label_and_one_below_it_are_both_left(tmp_path: Path) -> None:
    """A line number beside the label, the figure in the next line: which is which is not known."""
    head = ["一、总体情况", "二、主动公开政府信息情况", "第二十条第（六）项", "信息内容", "本年处理决定数量"]
    found = reading_of("\n".join([*head, "行政处罚 4", "5084", "行政强制", "6"]).encode(), ".txt", tmp_path)
    cells = {cell.key: cell for cell in found.cells}
    assert cells["proactive/penalties/decisions"].value is None
