"""Text files: bars and tabs make grids, page-wide lines are joined, and the text stays the file's own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from govtext.document import Document, Grid, Paragraph
from govtext.readers.text import read

CRAWL = """| 信息内容 |
上一年项目数量 |
本年增/减 |
|
| 行政事业性收费 |
40 |
减30 |
|
"""


def rows(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row] for grid in document.grids for row in grid.rows()]


def read_text(text: str, encoding: str = "utf-8") -> Document:
    return read(text.encode(encoding), "a.txt")


def test_one_cell_a_line_with_bars_is_a_row_each() -> None:
    document = read_text(CRAWL)
    assert rows(document) == [["信息内容", "上一年项目数量", "本年增/减", ""], ["行政事业性收费", "40", "减30", ""]]
    assert document.grids[0].layout == "padded"
    assert str(document.grids[0].rows()[1][2].place) == "line 7, table 1, row 2, column 3"


def test_runs_of_bars_are_empty_cells() -> None:
    document = read_text("| 规章 |\n|||\n| 规范性文件 |\n1 |\n2 |\n3 |\n")
    assert rows(document) == [["规章", "", "", ""], ["规范性文件", "1", "2", "3"]]


def test_a_row_on_one_line_and_wide_bars_read_the_same() -> None:
    assert rows(read_text("| 规章 | 0 | 2 |\n| 规范性文件 | 1 |  |\n")) == [["规章", "0", "2"], ["规范性文件", "1", ""]]
    assert rows(read_text("｜规章｜0｜2｜\n")) == [["规章", "0", "2"]]


def test_a_cell_broken_over_lines_is_one_cell() -> None:
    assert rows(read_text("| 要求行政机关确认\n或重新出具 |\n3 |\n")) == [["要求行政机关确认或重新出具", "3"]]


def test_tabs_part_cells_and_empty_ones_count() -> None:
    assert rows(read_text("规章\t0\t\t2\n规范性文件\t\t\t\n")) == [["规章", "0", "", "2"], ["规范性文件", "", "", ""]]


def test_an_indent_of_tabs_is_no_table() -> None:
    assert not read_text("\t全年主动公开政府信息120条，办理申请8件。\n").grids


def test_rows_of_unequal_width_are_packed() -> None:
    text = "| 一、本年新收 | 1 | 2 |\n| 三、办理结果 | （一）予以公开 | 1 | 2 |\n| （二）部分公开 | 3 | 4 |\n"
    assert read_text(text).grids[0].layout == "packed"


def test_text_and_offsets_are_the_files_own() -> None:
    text = "甲\r\n\r\n乙丙\r\n| 规章 |\r\n0 |\r\n丁\r\n"
    document = read_text(text)
    assert document.text == text.replace("\r\n", "\n")
    assert [document.text[p.start : p.end] for p in document.paragraphs] == ["甲", "乙丙", "丁"]
    assert document.text[document.grids[0].start :].startswith("| 规章")


def test_lines_of_a_pages_width_are_joined_to_sentences() -> None:
    line = "句" * 30
    lines = [
        "一、总体情况",
        "　　" + "句" * 28,
        line,
        line,
        "句" * 11 + "。",
        "　　" + "新" * 28,
        line,
        line,
        "尾" * 9 + "。",
    ]
    document = read_text("\n".join(lines) + "\n- 1 -\n")
    assert [len(p.text.strip()) for p in document.paragraphs] == [6, 28 + 30 + 30 + 12, 28 + 30 + 30 + 10]
    assert all(document.text[p.start : p.end] == p.text for p in document.paragraphs)
    assert any("joined" in note.message for note in document.log)


def test_a_heading_is_never_joined() -> None:
    line = "句" * 30
    document = read_text("\n".join([line] * 7 + ["二、主动公开政府信息情况", "（一）" + "目" * 27, line, "完。"]))
    assert "二、主动公开政府信息情况" in [p.text for p in document.paragraphs]


def test_paragraphs_of_a_line_each_are_left_alone() -> None:
    text = "\n".join("段" * length + "。" for length in (31, 80, 200, 15, 44, 60, 70, 90))
    assert [p.text for p in read_text(text).paragraphs] == text.split("\n")


@given(st.text(alphabet="|\t \n　甲乙12。", min_size=1, max_size=80))
def test_every_character_with_ink_survives(text: str) -> None:
    if not text.strip():
        return
    document = read_text("甲\n" + text)
    kept = "".join(
        block.text if isinstance(block, Paragraph) else "".join(cell.text for cell in block.cells)
        for block in document.blocks
    )
    ink = [char for char in "甲" + text if char.strip() and char not in "|　"]
    assert sorted(char for char in kept if char.strip() and char not in "|　") == sorted(ink)


@given(st.lists(st.lists(st.sampled_from(["规章", "0", "12", ""]), min_size=2, max_size=6), min_size=1, max_size=6))
def test_bars_give_back_the_rows_that_were_written(table: list[list[str]]) -> None:
    named = [["行", *row] for row in table]
    text = "".join("| " + " |\n".join(row) + " |\n" for row in named)
    document = read_text(text)
    assert rows(document) == named
    assert all(isinstance(block, Grid) for block in document.blocks)
