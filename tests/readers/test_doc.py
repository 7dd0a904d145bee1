"""Old Word files: through msdoc2docx, and what is said of those that it cannot read."""

from __future__ import annotations

from pathlib import Path

import pytest
from doc2docx.errors import EncryptedDocumentError, InvalidWordDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.errors import UnreadableFile
from govtext.readers import doc, soffice, word
from tests.readers.helpers import laid, messages, prose, reads_or_fails
from tests.readers.word_files import SMALL_CELLS, SMALL_PARAGRAPHS, small_report

WHOLE = (Path(__file__).parent.parent / "fixtures" / "small-report.doc").read_bytes()
WORD_STREAM = "WordDocument".encode("utf-16-le")


@pytest.fixture
def no_soffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soffice, "program", lambda: None)


def named(name: str) -> bytes:
    """The container with its Word stream under another name of at most 12 characters."""
    data = bytearray(WHOLE)
    entry = data.index(WORD_STREAM)
    data[entry : entry + 64] = name.encode("utf-16-le").ljust(64, b"\0")
    data[entry + 64] = 2 * len(name) + 2
    return bytes(data)


@pytest.mark.usefixtures("no_soffice")
def test_small_report() -> None:
    document = doc.read(WHOLE, "report.doc")
    assert prose(document) == SMALL_PARAGRAPHS
    assert [laid(grid) for grid in document.grids] == SMALL_CELLS
    assert (document.kind, document.reader, document.source) == ("doc", "msdoc2docx", "report.doc")


def test_is_word_ole() -> None:
    assert doc.is_word_ole(WHOLE)
    assert not doc.is_word_ole(named("Workbook"))
    assert not doc.is_word_ole(small_report())


@pytest.mark.parametrize(
    ("name", "words"),
    [("Workbook", "Excel"), ("EncryptedPac", "no Word document"), ("Book", "Excel"), ("x", "no Word document")],
)
def test_other_office_files(name: str, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        doc.read(named(name), "report.doc")


@pytest.mark.usefixtures("no_soffice")
@pytest.mark.parametrize("share", [0.001, 0.01, 0.1, 0.5, 0.9])
def test_cut_short(share: float) -> None:
    with pytest.raises(UnreadableFile, match=r"report\.doc: .*damaged or cut short"):
        doc.read(WHOLE[: int(len(WHOLE) * share)], "report.doc")


def test_encrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    def convert(*_: object, **__: object) -> None:
        raise EncryptedDocumentError("password")

    monkeypatch.setattr(doc, "convert", convert)
    with pytest.raises(UnreadableFile, match="encrypted"):
        doc.read(WHOLE, "report.doc")
    monkeypatch.setattr(doc, "_streams", lambda *_: {"EncryptedPackage", "EncryptionInfo"})
    with pytest.raises(UnreadableFile, match="encrypted"):
        doc.read(WHOLE, "report.docx")


def breaks(*_: object, **__: object) -> None:
    raise InvalidWordDocument("not foreseen")


@pytest.mark.usefixtures("no_soffice")
def test_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "convert", breaks)
    with pytest.raises(UnreadableFile, match="not foreseen; expected LibreOffice"):
        doc.read(WHOLE, "report.doc")


def test_libreoffice_is_the_second_try(monkeypatch: pytest.MonkeyPatch) -> None:
    if soffice.program() is None:
        pytest.skip("soffice is not on the PATH")
    monkeypatch.setattr(doc, "convert", breaks)
    document = doc.read(WHOLE, "report.doc")
    assert [laid(grid) for grid in document.grids] == SMALL_CELLS
    assert (document.kind, document.reader) == ("doc", "soffice")
    assert "msdoc2docx failed" in messages(document, "doubt")


def test_libreoffice_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "convert", breaks)
    monkeypatch.setattr(soffice, "program", lambda: "/nowhere/soffice")
    with pytest.raises(UnreadableFile, match=r"saved as \.docx"):
        doc.read(WHOLE, "report.doc")


def test_converted_bytes_are_word() -> None:
    document = word.read_as(small_report(), "x.doc", doc.DEFAULT_LIMITS, kind="doc", reader="soffice")
    assert (document.kind, document.reader) == ("doc", "soffice")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255)), min_size=1, max_size=8), st.booleans())
def test_flipped_bits(flips: list[tuple[float, int]], head: bool) -> None:
    data = bytearray(WHOLE)
    for where, mask in flips:
        data[int(where * ((2048 if head else len(data)) - 1))] ^= mask
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(soffice, "program", lambda: None)
        reads_or_fails(doc.read, bytes(data))
