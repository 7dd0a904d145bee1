"""Rich text: Chinese in every way it is written, and tables by the positions of their edges."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.document import Document
from govtext.errors import BoundExceeded, UnreadableFile
from govtext.limits import DEFAULT_LIMITS
from govtext.readers import rtf, soffice
from tests.readers.helpers import laid, messages, prose, reads_or_fails
from tests.readers.word_files import SMALL_CELLS, SMALL_PARAGRAPHS

WHOLE = (Path(__file__).parent.parent / "fixtures" / "small-report.rtf").read_bytes()
FONTS = r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f13\fcharset134 \'cb\'ce\'cc\'e5;}}"
HEAD = r"{\rtf1\ansi\ansicpg936\uc2\deff0" + FONTS


def gbk(text: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gbk"))


def escaped(text: str) -> str:
    return "".join(f"\\u{int.from_bytes(char.encode('utf-16-be'), signed=True)}{gbk(char)}" for char in text)


def read(body: str, head: str = HEAD) -> Document:
    return rtf.read((head + body + "}").encode("latin-1"), "report.rtf")


def row(*cells: tuple[int, str, str], repeat: bool = True) -> str:
    """A row as Word writes it, its definition twice; a cell is right edge, merge words, text."""
    definition = r"\trowd\trgaph108\trleft-108" + "".join(rf"{merge}\clbrdrt\cellx{edge}" for edge, merge, _ in cells)
    texts = "".join(rf"\pard\intbl {{\hich\af0\dbch\af13\loch\f0 {text}\cell}}" for _, _, text in cells)
    return definition + texts + (rf"\pard\intbl{{{definition}\row}}" if repeat else r"\row") + "\n"


def test_small_report() -> None:
    document = rtf.read(WHOLE, "report.rtf")
    assert prose(document) == SMALL_PARAGRAPHS
    assert [laid(grid) for grid in document.grids] == SMALL_CELLS
    assert (document.kind, document.reader) == ("rtf", "striprtf")


def test_chinese_in_every_spelling() -> None:
    halved = gbk("镕").replace("\\'46", "F")
    assert halved == "\\'e9F"
    plain = rf"\pard\f0 {gbk('一、总体')}\par {escaped('情况')}\par "
    assert prose(read(plain + rf"\f13 {halved}\'a1\'a2{halved}\par")) == ["一、总体", "情况", "镕、镕"]
    raw = HEAD.encode("latin-1") + rb"\pard " + "二、主动公开".encode("gbk") + rb"\par}"
    assert prose(rtf.read(raw, "x.rtf")) == ["二、主动公开"]


def test_western_file_with_a_chinese_font() -> None:
    head = r"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fcharset0 Arial;}{\f1\fnil\fcharset134 SimSun;}}"
    assert prose(read(rf"\f1 {gbk('规章')}\f0 caf\'e9\par", head)) == ["规章café"]


def test_merged_cells_by_edges_that_differ_a_little() -> None:
    rows = (
        row((3000, r"\clvmgf", gbk("结果")), (6000, "", gbk("自然人")), (9000, "", "1|2"))
        + row((3010, r"\clvmrg", ""), (6005, "", ""), (8990, "", "0"), repeat=False)
        + row((6000, "", gbk("总计")), (9000, "", "3"))
        + row((3000, r"\clmgf", gbk("合并")), (6000, r"\clmrg", ""), (9000, "", "4"))
    )
    document = read(rf"\pard {gbk('表')}\par " + rows + rf"\pard {gbk('后')}\par")
    assert prose(document) == ["表", "后"]
    assert laid(document.grids[0]) == [
        ("结果", 0, 0, 2, 1), ("自然人", 0, 1, 1, 1), ("1|2", 0, 2, 1, 1), ("", 1, 1, 1, 1), ("0", 1, 2, 1, 1),
        ("总计", 2, 0, 1, 2), ("3", 2, 2, 1, 1), ("合并", 3, 0, 1, 2), ("4", 3, 2, 1, 1),
    ]  # fmt: skip


def test_a_paragraph_parts_two_tables() -> None:
    one = row((3000, "", gbk("规章")), (6000, "", "1"))
    assert [len(grid.cells) for grid in read(one + one + r"\pard\par " + one).grids] == [4, 2]


def test_a_row_without_an_end_is_doubted() -> None:
    document = read(row((3000, "", "a"), (6000, "", "1")) + r"\trowd\cellx3000\pard\intbl b\cell c")
    assert prose(document) == ["b", "c"]
    assert "rows without an end" in messages(document, "doubt")


def test_numbers_links_and_deletions() -> None:
    listed = rf"\pard{{\listtext\pard {gbk('一、')}\tab}}{gbk('总体情况')}\par "
    link = r'{\field{\*\fldinst{ HYPERLINK "http://example.org" }}{\fldrslt{' + gbk("公开目录") + r"}}}\par "
    document = read(listed + link + rf"{{\deleted {gbk('删')}}}{gbk('留')}\par " + r"\'ff\par{\footer x}")
    assert prose(document) == ["一、总体情况", "公开目录", "留", "\ufffd"]
    assert "could not be decoded" in messages(document, "doubt")
    old = read(rf"{{\pntext {gbk('（一）')}}}{gbk('公开')}\par")
    assert prose(old) == ["（一）公开"]


def test_pictures_and_cut_files_are_noted() -> None:
    document = rtf.read((HEAD + r"\pard x\par{\pict\pngblip " + "89ab" * 1000).encode(), "x.rtf")
    assert prose(document) == ["x"]
    assert "tables may be pictures" in messages(document, "doubt")
    assert "ends in the middle" in messages(document, "loss")
    binary = read(r"{\pict\bin12 {{{{{{\row{{}\pard y\par")
    assert prose(binary) == ["y"]


def test_nested_tables_need_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soffice, "program", lambda: None)
    with pytest.raises(UnreadableFile, match="expected LibreOffice"):
        read(r"\trowd\cellx900\pard\intbl\itap2 a\nestcell\cell\row")


def test_nested_tables_by_libreoffice() -> None:
    if soffice.program() is None:
        pytest.skip("soffice is not on the PATH")
    properties = r"{\*\nesttableprops\trowd\cellx2000\cellx4000\nestrow}{\nonesttables\par}"
    nested = rf"\pard\intbl\itap2 {gbk('规章')}\nestcell 7\nestcell{properties}\pard\intbl\itap1 \cell"
    document = read(rf"\trowd\cellx3000\cellx9000\pard\intbl {gbk('左')}\cell{nested}\row\pard\par")
    assert [cell.text for cell in document.grids[0].cells] == ["规章", "7"]
    assert (document.kind, document.reader) == ("rtf", "soffice")


def test_bounds() -> None:
    with pytest.raises(BoundExceeded, match="too much rich text"):
        rtf.read(WHOLE, "x.rtf", replace(DEFAULT_LIMITS, max_characters=1000))
    wide = read("\n".join(row(*[(100 * i, "", "1") for i in range(1, 300)]) for _ in range(2)))
    assert wide.grids[0].n_columns == 200
    assert "past the last column" in messages(wide, "repair")
    with pytest.raises(UnreadableFile, match="no rich text"):
        rtf.read(b"plain", "x.rtf")


@pytest.mark.parametrize(
    "unit",
    [r"{\field{\*\fldinst{", r"\f0\fcharset134", r"\f0", "{", "}", r"\'e9F", r"\bin3 ", "ab", r"\trowd", r"\cell"],
)
def test_hostile_repetition_ends(unit: str) -> None:
    reads_or_fails(rtf.read, (HEAD + r"{\fonttbl" + unit * 20_000).encode("latin-1"))
    reads_or_fails(rtf.read, (HEAD + unit * 20_000).encode("latin-1"))


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1), st.sampled_from(["", r"\cell", r"\u9999999999 ", r"\uc ", "}", "{", r"\row", r"\cellx", r"\'"]))
def test_damaged(where: float, put: str) -> None:
    at = int(where * len(WHOLE))
    reads_or_fails(rtf.read, WHOLE[:at] + put.encode())
    reads_or_fails(rtf.read, WHOLE[:at] + put.encode() + WHOLE[at + 3 :])
