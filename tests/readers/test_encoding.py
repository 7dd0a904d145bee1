"""Bytes to text, whatever the file says of itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.errors import UnreadableFile
from govtext.readers.encoding import LOST, decode

SENTENCES = "2020年，本县坚持以公开为常态。\n收到申请12件，办结11件，结转1件。\n"
NAMED = SENTENCES + "朱镕、赵堃出席，费用为5€。\n"
TRADITIONAL = "本縣全年主動公開資訊一百二十條，較上年增長。\n"


def severities(data: bytes, declared: str | None = None) -> list[str]:
    return [note.severity for note in decode(data, declared=declared).notes]


@pytest.mark.parametrize(
    "declared", [None, "gb2312", "GBK", "utf-8", "big5", "iso-8859-1", "no-such-charset", "\0", ""]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_bytes_count_and_not_what_is_declared(encoding: str, declared: str | None) -> None:
    decoded = decode(NAMED.encode(encoding), declared=declared)
    assert (decoded.text, decoded.encoding) == (NAMED, encoding)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(encoding: str) -> None:
    assert decode(NAMED.encode(encoding)).text == NAMED


def test_a_wrong_declaration_is_logged() -> None:
    assert severities(NAMED.encode("gb18030"), "utf-8") == ["repair"]
    assert severities(NAMED.encode(), "gb2312") == ["repair"]
    assert severities(NAMED.encode(), "\x1b[31mred") == ["repair"]
    assert "\x1b" not in decode(NAMED.encode(), declared="\x1b[31mred").notes[0].message


@pytest.mark.parametrize("declared", ["gb2312", "gbk", "gb18030"])
def test_characters_beyond_gb2312_are_read_without_a_word(declared: str) -> None:
    assert decode(NAMED.encode("gb18030"), declared=declared).notes == ()


def test_the_euro_sign_as_windows_writes_it_in_gbk() -> None:
    data = NAMED.encode("gb18030").replace("€".encode("gb18030"), b"\x80")
    assert decode(data, declared="gb2312").text == NAMED


@pytest.mark.parametrize("declared", [None, "big5", "gb2312"])
def test_big5(declared: str | None) -> None:
    decoded = decode(TRADITIONAL.encode("big5"), declared=declared)
    assert (decoded.text, decoded.encoding) == (TRADITIONAL, "big5")


def test_traditional_characters_in_gbk_are_not_big5() -> None:
    decoded = decode(TRADITIONAL.encode("gbk"))
    assert (decoded.text, decoded.encoding) == (TRADITIONAL, "gb18030")


@pytest.mark.parametrize("text", ["联通", "一", "规章", "无", "办结"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_word_or_two(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("missing", [1, 2])
@pytest.mark.parametrize("text", [SENTENCES + "完", "全年收到申请12件"])
def test_utf8_cut_within_its_last_character_loses_only_that(text: str, missing: int) -> None:
    decoded = decode(text.encode()[:-missing], declared="gb2312")
    assert decoded.text == text[:-1] + LOST
    assert decoded.encoding == "utf-8"
    assert [note.severity for note in decoded.notes] == ["repair", "loss"]


def test_gb18030_cut_within_its_last_character_loses_only_that() -> None:
    decoded = decode((SENTENCES + "完").encode("gb18030")[:-1])
    assert decoded.text == SENTENCES + LOST
    assert "the first in line 3" in decoded.notes[-1].message
    assert decoded.notes[-1].place.line == 3


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_damaged_bytes_within_are_counted_and_placed(encoding: str) -> None:
    first, rest = SENTENCES.split("\n", 1)
    data = first.encode(encoding) + b"\n\xff\xff\n" + (rest * 10).encode(encoding)
    decoded = decode(data)
    assert decoded.text == f"{first}\n{LOST}{LOST}\n{rest * 10}"
    assert decoded.encoding == encoding
    assert [(note.severity, note.place.line) for note in decoded.notes] == [("loss", 2)]


def test_newlines_are_unified() -> None:
    assert decode("规章\r\n12\r行政许可\n".encode()).text == "规章\n12\n行政许可\n"


def test_a_zero_byte_in_a_figure_does_not_join_its_digits() -> None:
    assert decode((SENTENCES * 3 + "1\0002件").encode()).text.endswith(f"1{LOST}2件")


@pytest.mark.parametrize(
    "data", [b"\0" * 10, bytes(range(256)) * 4, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\x01", b"\xe9\xff\xfe\xfa" * 30]
)
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        decode(data)


def test_codecs_that_are_no_charset_are_ignored() -> None:
    for name in ("base64", "rot13", "unicode_escape", "idna", "zlib", "utf-7", "punycode"):
        assert decode(NAMED.encode("gb18030"), declared=name).text == NAMED


@given(st.binary(max_size=300), st.sampled_from([None, "gb2312", "utf-8", "big5", "utf-16", "latin-1", "x"]))
def test_any_bytes_give_text_or_one_clear_error(data: bytes, declared: str | None) -> None:
    try:
        decoded = decode(data, declared=declared)
    except UnreadableFile:
        return
    assert "\r" not in decoded.text
    assert (LOST in decoded.text) == any(note.severity == "loss" for note in decoded.notes)


HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=20)


@given(HAN, HAN, st.sampled_from(["utf-8", "gb18030"]))
def test_any_han_text_among_common_words_survives(before: str, after: str, encoding: str) -> None:
    text = SENTENCES + before + SENTENCES + after
    assert decode(text.encode(encoding)).text == text
