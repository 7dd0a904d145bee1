"""Damaged, hostile and foreign files in the place of a .docx: one clear error, bounded work."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.errors import BoundExceeded, GovTextError, UnreadableFile
from govtext.limits import DEFAULT_LIMITS
from govtext.readers import word
from tests.readers.helpers import reads_or_fails
from tests.readers.word_files import NAMES, document_xml, p, raw_docx, relations, small_report, tbl, tc, tr, zipped

WHOLE = small_report()


def with_document(xml: str | bytes) -> bytes:
    return zipped({"_rels/.rels": relations(("officeDocument", "word/document.xml")), "word/document.xml": xml})


def fails(data: bytes, kind: type[GovTextError], words: str, **limits: int) -> None:
    with pytest.raises(kind, match=words) as caught:
        word.read(data, "x.docx", replace(DEFAULT_LIMITS, **limits))
    assert str(caught.value).startswith("x.docx: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999])
def test_cut_short(share: float) -> None:
    fails(WHOLE[: int(len(WHOLE) * share)], UnreadableFile, "damaged or cut short")


def test_zip_that_is_no_word_document() -> None:
    fails(zipped({"a.txt": "x"}), UnreadableFile, "no Word document")
    sheet = {"_rels/.rels": relations(("officeDocument", "xl/workbook.xml")), "xl/workbook.xml": "<workbook/>"}
    fails(zipped(sheet), UnreadableFile, "no Word document.*<workbook>")
    fails(with_document("<w:document/>"), UnreadableFile, "broken XML")
    fails(with_document(f"<w:document {NAMES}><w:p/></w:document>"), UnreadableFile, "no Word document")


def test_encrypted() -> None:
    ole = word.OLE_MAGIC + bytes(512) + "EncryptedPackage".encode("utf-16-le")
    fails(ole, UnreadableFile, "encrypted")
    fails(word.OLE_MAGIC + bytes(512), UnreadableFile, "old Office file")
    flagged = bytearray(raw_docx(p("甲")))
    for header, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = flagged.find(header)
        while at >= 0:
            flagged[at + offset] |= 1
            at = flagged.find(header, at + 1)
    fails(bytes(flagged), UnreadableFile, "encrypted")


def test_zip_bombs() -> None:
    fails(with_document(b" " * 20_000_000), BoundExceeded, "bomb")
    fails(raw_docx(p("甲") * 2000), BoundExceeded, "unpacks to too much", max_unpacked=50_000)
    fails(zipped({str(i): "" for i in range(10_001)}), BoundExceeded, "too many members")


def test_zip_that_declares_less_than_it_holds() -> None:
    data = with_document(document_xml(p("甲") * 2000))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    lying = data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != data
    with pytest.raises(GovTextError):
        word.read(lying, "x.docx", replace(DEFAULT_LIMITS, max_unpacked=1000))


def test_document_type_and_entities() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + document_xml(p("&b;"))[38:]
    fails(with_document(bomb), UnreadableFile, "document type declaration")
    fails(with_document(bomb.encode("utf-16")), UnreadableFile, "document type declaration")


def nested(depth: int) -> bytes:
    inner = p("甲")
    for _ in range(depth):
        inner = tbl(tr(tc("左"), tc(inner + p(""))))
    return raw_docx(inner)


def test_nesting() -> None:
    fails(nested(500), BoundExceeded, "nested too deep")
    fails(nested(70), BoundExceeded, "nested too deep")
    document = word.read(nested(60), "x.docx")
    assert sum(grid.n_rows for grid in document.grids) == 1
    assert document.text.count("左") == 60
    controls = "<w:sdt><w:sdtContent>" * 95 + p("甲") + "</w:sdtContent></w:sdt>" * 95
    assert word.read(raw_docx(controls), "x.docx").text == "甲\n"


def test_too_many_cells_or_too_much_xml() -> None:
    fails(raw_docx(tbl(*[tr(tc("1"), tc("2"))] * 60)), BoundExceeded, "too many table cells", max_cells=100)
    fails(raw_docx(p("甲") * 500), BoundExceeded, "too much XML", max_characters=5000)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes(data: bytes) -> None:
    reads_or_fails(word.read, data)
    reads_or_fails(word.read, b"PK\x03\x04" + data)


STORED = BytesIO()
with zipfile.ZipFile(BytesIO(raw_docx(tbl(tr(tc("规章"), tc("1")))))) as packed, zipfile.ZipFile(STORED, "w") as plain:
    for member in packed.namelist():
        plain.writestr(member, packed.read(member))


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([WHOLE, STORED.getvalue()]), st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255)), max_size=6)
)
def test_flipped_bits(whole: bytes, flips: list[tuple[float, int]]) -> None:
    data = bytearray(whole)
    for where, mask in flips:
        data[int(where * (len(data) - 1))] ^= mask
    reads_or_fails(word.read, bytes(data))


@settings(max_examples=200, deadline=None)
@given(
    st.floats(0, 1),
    st.sampled_from([b"", b"<", b">", b"<w:tbl>", b"</w:tc>", b'"', b"&#0;", b"\xff"]),
    st.integers(0, 40),
)
def test_damaged_xml(where: float, put: bytes, drop: int) -> None:
    xml = document_xml(p("甲") + tbl(tr(tc("规章", '<w:gridSpan w:val="2"/>'), tc("1", "<w:vMerge/>")))).encode()
    at = int(where * len(xml))
    reads_or_fails(word.read, with_document(xml[:at] + put + xml[at + drop :]))
