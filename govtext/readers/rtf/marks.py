"""RTF made ready for striprtf: marks for what a table needs, and nothing left on which its patterns could run wild.

striprtf tells text from control words, code pages and \\u escapes; it drops where cells begin and end. So each control
word of a table gets a mark, a noncharacter of Unicode that striprtf passes on as text.
"""

from __future__ import annotations

import re

from striprtf.striprtf import font_table_group

WORDS = ("trowd", "trleft", "cellx", "cell", "row", "intbl", "pard", "clvmgf", "clvmrg", "clmrg", "listtext")
"""The control words that are marked, in the order of their marks."""
MARKS = {word: chr(0xFDD0 + index) for index, word in enumerate(WORDS)}
END = "\ufddf"
"""Stands after the number of a mark."""

_MARKED = re.compile(
    r"(\\\\)|\\(trowd|trleft|cellx|cell|row|intbl|pard|clvmgf|clvmrg|clmrg|listtext)(-?\d{1,9})?(?![a-zA-Z0-9]) ?"
)
_BINARY = re.compile(r"\\bin(\d{1,9}) ?")
_PICTURE = re.compile(r"(?<![0-9a-fA-F\r\n])[0-9a-fA-F\r\n]{512,}")
_HIGH = re.compile(r"[\x80-\xff]")
_HALF = re.compile(r"((?:\\'[0-9a-fA-F]{2})+)([\x40-\x5b\x5d-\x7a\x7c\x7e])")
_FONT = re.compile(r"\\f(\d{1,6})(?!\d)|\\fcharset(\d{1,3})(?!\d)")
_DELETED = re.compile(r"\\deleted(?![0-9a-zA-Z])")
_CHINESE = "134"
_WESTERN = ("0", "1")
_UNKNOWN = tuple(str(number) for number in range(77, 90))
"""Character sets of the old Macintosh, for which Python has no codec."""


def is_chinese(text: str) -> bool:
    """Whether the file declares the Chinese code page 936 or holds a font of the Chinese character set."""
    return "\\ansicpg936" in text or "\\fcharset134" in text


def prepared(text: str) -> str:
    """The RTF (bytes as Latin-1) with marks, with safe bytes, a plain font table, without pictures."""
    text = _without_binary(text)
    text = _PICTURE.sub("", text)
    text = _HIGH.sub(lambda match: f"\\'{ord(match[0]):02x}", text)
    if "\\ansicpg936" in text:
        text = _HALF.sub(_whole_character, text)
    if "\\listtext" not in text:
        text = text.replace("\\pntext", "\\listtext")  # numbers as Word 95 writes them, which striprtf would drop
    text = _DELETED.sub(r"\\*\\deleted", text)
    text = text.replace("\\fldinst{", "\\fldinst {")  # links are text only; striprtf's pattern for them is quadratic
    fonts = str(font_table_group(text))  # type: ignore[no-untyped-call]
    text = text.replace(fonts, _font_table(fonts, "\\ansicpg936" in text), 1) if fonts else text
    return _MARKED.sub(_mark, text)


def _without_binary(text: str) -> str:
    parts, start = [], 0
    while match := _BINARY.search(text, start):
        parts.append(text[start : match.start()])
        start = match.end() + int(match[1])
    return "".join(parts) + text[start:]


def _whole_character(match: re.Match[str]) -> str:
    """A two-byte character whose second byte is written as a plain letter, written whole."""
    data = bytes.fromhex(match[1].replace("\\'", ""))
    position = 0
    while position < len(data):
        position += 2 if data[position] > 0x80 else 1
    return match[0] if position == len(data) else f"{match[1]}\\'{ord(match[2]):02x}"


def _font_table(group: str, chinese: bool) -> str:
    """The font table with character sets only.

    In a Chinese file the bytes of a Western font are Chinese too: Word names the Western font of a run last.
    """
    charsets: dict[str, str] = {}
    font = ""
    for match in _FONT.finditer(group):
        if match[1] is not None:
            font = match[1]
        elif font:
            given = "0" if match[2] in _UNKNOWN else match[2]
            charsets[font] = _CHINESE if chinese and given in _WESTERN else given
    return "{\\fonttbl" + "".join(f"{{\\f{font}\\fcharset{each} x;}}" for font, each in charsets.items()) + "}"


def _mark(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    word, number = match[2], match[3] or ""
    kept = "gtmark" if word in ("cell", "row") else word + number
    return f"\\{kept} {MARKS[word]}{number}{END}"
