"""OpenDocument texts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.document import Document
from govtext.errors import BoundExceeded, GovTextError, UnreadableFile
from govtext.limits import DEFAULT_LIMITS
from govtext.readers import odt
from tests.readers.helpers import laid, messages, prose, reads_or_fails
from tests.readers.word_files import SMALL_CELLS, SMALL_PARAGRAPHS, zipped

WHOLE = (Path(__file__).parent.parent / "fixtures" / "small-report.odt").read_bytes()
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = " ".join(
    f'xmlns:{short}="{_ODF}{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style")
    )
)  # fmt: skip


def content(body: str, styles: str = "", kind: str = "text") -> str:
    inner = (
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}>"
    )
    return f"<office:document-content {NAMES}>{inner}</office:body></office:document-content>"


def read(body: str, styles: str = "") -> Document:
    return odt.read(zipped({"content.xml": content(body, styles)}), "report.odt")


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def table(*rows: str) -> str:
    return f"<table:table>{''.join(rows)}</table:table>"


def test_small_report() -> None:
    document = odt.read(WHOLE, "report.odt")
    assert prose(document) == SMALL_PARAGRAPHS
    assert [laid(grid) for grid in document.grids] == SMALL_CELLS
    assert document.kind == "odt"


def test_repeats_spans_and_covered_cells() -> None:
    covered = '<table:covered-table-cell table:number-columns-repeated="2"/>'
    header = row(cell("信息内容", 'table:number-columns-spanned="3"'), covered)
    rows = (
        f"<table:table-header-rows>{header}</table:table-header-rows>",
        row(cell("规章", 'table:number-rows-spanned="2"'), cell("1", 'table:number-columns-repeated="2"')),
        row("<table:covered-table-cell><text:p>9</text:p></table:covered-table-cell>", cell("2"), cell("")),
        row(cell("3"), attributes='table:number-rows-repeated="2"'),
    )
    document = read(table(*rows))
    assert laid(document.grids[0]) == [
        ("信息内容", 0, 0, 1, 3), ("规章", 1, 0, 2, 1), ("1", 1, 1, 1, 1), ("1", 1, 2, 1, 1),
        ("2", 2, 1, 1, 1), ("", 2, 2, 1, 1), ("3", 3, 0, 1, 1), ("3", 4, 0, 1, 1),
    ]  # fmt: skip
    assert "hidden by a merge" in messages(document, "doubt")


def test_pieces_of_text() -> None:
    note = "<text:note><text:note-body><text:p>脚注</text:p></text:note-body></text:note>"
    inline = f'一、<text:span>总<text:s text:c="2"/>体</text:span>情\n况{note}<text:tab/>A<text:line-break/>第二行'
    frame = "<draw:frame><draw:text-box><text:p>框内</text:p></draw:text-box></draw:frame>"
    changes = "<text:tracked-changes><text:p>已删</text:p></text:tracked-changes>"
    index = "<text:table-of-content><text:p>目录</text:p></text:table-of-content>"
    document = read(
        f"{changes}{index}<text:section><text:h>{inline}</text:h></text:section><text:p>前{frame}后</text:p>"
    )
    assert prose(document) == ["一、总  体情 况\tA", "第二行", "前后", "框内"]
    assert "indexes left out: 1" in messages(document)
    assert "footnotes or endnotes left out: 1" in messages(document)


LIST_STYLE = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..."'
    ' style:num-suffix="、"/><text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="."'
    ' text:display-levels="2"/></text:list-style>'
)


def listed(text: str, attributes: str = "") -> str:
    item = f"<text:list-item><text:p>{text}</text:p></text:list-item>"
    return f'<text:list text:style-name="L" {attributes}>{item}</text:list>'


def test_automatic_numbers() -> None:
    inner = "<text:list><text:list-item><text:p>公开</text:p><text:p>其后</text:p></text:list-item></text:list>"
    first = (
        f'<text:list text:style-name="L"><text:list-item><text:p>总体情况</text:p>{inner}</text:list-item></text:list>'
    )
    body = first + listed("主动公开", 'text:continue-numbering="true"') + listed("另起")
    document = read(body + table(row(cell("规章"), f"<table:table-cell>{listed('5')}</table:table-cell>")), LIST_STYLE)
    assert prose(document) == ["一、总体情况", "一.1.公开", "其后", "二、主动公开", "一、另起"]
    assert [cell.text for cell in document.grids[0].cells] == ["规章", "一、 5"]
    assert "before figures in cells: 1" in messages(document, "doubt")


def fails(members: dict[str, str | bytes], kind: type[GovTextError], words: str, **limits: int) -> None:
    with pytest.raises(kind, match=words) as caught:
        odt.read(zipped(members), "x.odt", replace(DEFAULT_LIMITS, **limits))
    assert str(caught.value).startswith("x.odt: ")


def test_bounds() -> None:
    wide = read(table(row(cell("1", 'table:number-columns-repeated="1000000000"')), row(cell("2"), cell("3"))))
    assert wide.grids[0].n_columns == 200
    assert "cut" in messages(wide, "repair")
    spanned = read(table(row(cell("1", 'table:number-columns-spanned="1000000000"')), row(cell("2"), cell("3"))))
    assert spanned.grids[0].n_columns == 200
    long = table(row(cell("1"), cell("2"), attributes='table:number-rows-repeated="1000000000"'))
    fails({"content.xml": content(long)}, BoundExceeded, "too many table cells")
    empty = table(row(attributes='table:number-rows-repeated="1000000000"'))
    fails({"content.xml": content(empty)}, BoundExceeded, "too many table cells")
    deep = "<text:section>" * 500 + "</text:section>" * 500
    fails({"content.xml": content(deep)}, BoundExceeded, "nested too deep")
    within = "<text:section>" * 190 + "<text:p>甲</text:p>" + "</text:section>" * 190
    assert prose(read(within)) == ["甲"]


def test_foreign_and_encrypted() -> None:
    fails({"content.xml": content("", kind="spreadsheet")}, UnreadableFile, "no OpenDocument text.*spreadsheet")
    fails({"content.xml": "<a/>"}, UnreadableFile, "no OpenDocument text")
    fails({"a": ""}, UnreadableFile, "missing")
    manifest = "<manifest><encryption-data/></manifest>"
    fails({"content.xml": b"\x8a\x01", "META-INF/manifest.xml": manifest}, UnreadableFile, "encrypted")
    for share in (0.1, 0.5, 0.95):
        with pytest.raises(UnreadableFile, match="cut short"):
            odt.read(WHOLE[: int(share * len(WHOLE))], "x.odt")


PLAIN = content(
    table(row(cell("规章", 'table:number-rows-spanned="2"'), cell("1"))) + listed("甲"), LIST_STYLE
).encode()


@settings(max_examples=150, deadline=None)
@given(st.floats(0, 1), st.sampled_from([b"", b"<", b"9", b"-", b"</text:p>", b'"', b"\xff"]), st.integers(0, 40))
def test_damaged_xml(where: float, put: bytes, drop: int) -> None:
    at = int(where * len(PLAIN))
    reads_or_fails(odt.read, zipped({"content.xml": PLAIN[:at] + put + PLAIN[at + drop :]}))
