"""Bytes to text: what encoding a file really has, whatever it says of itself."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import product

from govtext.document import Note, Place, Severity
from govtext.errors import UnreadableFile

LOST = "\ufffd"
"""Stands for every character that could not be read."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FAMILIES = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "hz": "gb18030", "utf-8": "utf-8", "big5": "big5hkscs",
    "big5hkscs": "big5hkscs", "cp950": "big5hkscs", "utf-16": "utf-16", "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}  # fmt: skip
"""Declared charsets that are believed where the bytes bear it; every other name is ignored."""

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b")) + b"\x7f"
_MAX_CONTROLS = 0.01
"""Larger shares of control bytes make a file binary."""
_PLAUSIBLE = 0.7
"""Least share of common characters in Chinese text that was decoded rightly."""
_SAMPLE = 500_000
"""Characters of a text that are looked at."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a file with newlines as "\\n", the encoding it was read in, and what was repaired or lost on the way."""

    text: str
    encoding: str
    notes: tuple[Note, ...] = ()


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """The text of `data`: byte order mark, UTF-8, GB18030, the declared charset, Big5, in this order.

    `declared` is what the file says of itself; it counts only where the bytes leave a doubt. Characters that cannot be
    read become U+FFFD and are noted as lost. Raises `UnreadableFile` where the bytes are no text.

    >>> decode("朱镕基，€".encode("gb18030"), declared="gb2312").text
    '朱镕基，€'
    >>> decode("总体情况".encode("gbk"), declared="utf-8").notes[0].message
    'declared as utf-8, but the bytes are gb18030'
    """
    family = _family(declared)
    found = _by_mark(data) or _by_pairs(data)
    if found is None:
        _refuse_binary(data)
        found = _utf8(data) or _gb18030(data) or _strict(data, family) or _strict(data, "big5hkscs")
    text, encoding = found or _least_loss(data, family)
    _refuse_garbage(text)
    text = text.lstrip("\ufeff").replace("\0", LOST)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text, encoding, (*_disagreement(text, encoding, declared), *_losses(text)))


def _family(declared: str | None) -> str:
    try:
        return _FAMILIES.get(codecs.lookup((declared or "").strip()).name, "")
    except (LookupError, ValueError):
        return ""


def _by_mark(data: bytes) -> tuple[str, str] | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    return None


def _by_pairs(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark shows by the zero bytes of its digits and line ends."""
    if b"\0" not in data:
        return None
    return _strict(data, "utf-16-le") or _strict(data, "utf-16-be")


def _refuse_binary(data: bytes) -> None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > _MAX_CONTROLS * len(data):
        raise UnreadableFile("not a text file", found=f"{controls} control bytes in {len(data)}", expected="text")


def _refuse_garbage(text: str) -> None:
    lost = text.count(LOST)
    if lost > len(text) / 100 and lost > len(_beyond_ascii(text)) / 2:
        raise UnreadableFile("text in no known encoding", expected="UTF-8, GB18030, Big5 or UTF-16")


def _utf8(data: bytes) -> tuple[str, str] | None:
    """UTF-8, also where the file was cut within its last character or holds a few damaged bytes."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        wide, lost = len(_WIDE.findall(text)), text.count(LOST)
        cut = error.start >= len(data) - 3 and error.reason == "unexpected end of data"
        return (text, "utf-8") if wide > (2 if cut else 10) * lost else None
    if not text.isascii() and not _WIDE.search(text) and (other := _strict(data, "gb18030")):
        return other  # a few Chinese words in GBK may look like Greek or Arabic in UTF-8
    return text, "utf-8"


def _gb18030(data: bytes) -> tuple[str, str] | None:
    """GB18030, unless the page is plainly Big5, whose bytes are nearly always valid GB18030 too."""
    try:
        text = data.decode("gb18030", _EURO)
    except UnicodeDecodeError:
        return None
    if _commonness(text, "gb18030") < _PLAUSIBLE and (other := _strict(data, "big5hkscs")):
        return other
    return text, "gb18030"


def _strict(data: bytes, encoding: str) -> tuple[str, str] | None:
    """The text, if `data` is valid in the encoding and reads like Chinese."""
    if not encoding:
        return None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return (text, _public(encoding)) if _commonness(text, encoding) >= _PLAUSIBLE else None


def _least_loss(data: bytes, family: str) -> tuple[str, str]:
    candidates = [(data.decode("utf-8", "replace"), "utf-8"), (data.decode("gb18030", _EURO_OR_LOST), "gb18030")]
    if family and family not in ("utf-8", "gb18030"):
        candidates.append((data.decode(family, "replace"), family))
    text, encoding = max(candidates, key=lambda each: _commonness(*each))
    return text, _public(encoding)


def _public(encoding: str) -> str:
    return "big5" if encoding == "big5hkscs" else encoding


def _disagreement(text: str, encoding: str, declared: str | None) -> tuple[Note, ...]:
    said, real = _family(declared), encoding.removesuffix("-sig")
    if not declared or text.isascii() or _public(said) == real or (said.startswith("utf-16") and real == "utf-16"):
        return ()
    return (_note("repair", f"declared as {_printable(declared)}, but the bytes are {encoding}"),)


def _printable(declared: str) -> str:
    return "".join(char for char in declared.strip() if char.isprintable())[:40]


def _losses(text: str) -> tuple[Note, ...]:
    lost = text.count(LOST)
    if not lost:
        return ()
    line = text.count("\n", 0, text.index(LOST)) + 1
    return (_note("loss", f"{lost} characters could not be decoded, the first in line {line}", Place(line=line)),)


def _note(severity: Severity, message: str, place: Place | None = None) -> Note:
    return Note("decode", severity, message, place or Place())


_WIDE = re.compile("[\u2e80-\ufff0]")
_ASCII = bytes(range(128))


def _beyond_ascii(text: str) -> str:
    """The characters beyond ASCII; every byte of theirs in UTF-8 is beyond ASCII too."""
    return text.encode("utf-8", "replace").translate(None, _ASCII).decode("utf-8")


def _commonness(text: str, encoding: str) -> float:
    """Share of everyday characters among those beyond ASCII, told by a sample; 0 where there are none."""
    sample = _beyond_ascii(text[:_SAMPLE])
    common = _BIG5_COMMON if encoding.startswith("big5") else _GB_COMMON
    return sum(map(common.__contains__, sample)) / max(1, len(sample))


def _characters(encoding: str, first: range, *more: range) -> frozenset[str]:
    """The characters of an encoding whose first byte lies in one of the ranges."""
    leads = [lead for each in (first, *more) for lead in each]
    pairs = b"\n".join(bytes(pair) for pair in product(leads, (*range(0x40, 0x7F), *range(0xA1, 0xFF))))
    return frozenset(pairs.decode(encoding, "ignore")) - set(map(chr, range(128)))


# Both standards put their frequent characters first: level 1 of GB2312, level 1 of Big5, and the punctuation of each.
_GB_COMMON = _characters("gb2312", range(0xA1, 0xA4), range(0xB0, 0xD8))
_BIG5_COMMON = _characters("big5", range(0xA1, 0xA4), range(0xA4, 0xC7))


def _euro(error: UnicodeError) -> tuple[str, int]:
    """Windows writes the euro sign of GBK as one byte, 0x80; any other wrong byte stays an error."""
    if isinstance(error, UnicodeDecodeError) and error.object[error.start] == 0x80:
        return "€", error.start + 1
    raise error


def _euro_or_lost(error: UnicodeError) -> tuple[str, int]:
    try:
        return _euro(error)
    except UnicodeDecodeError as wrong:
        return LOST, wrong.end


_EURO, _EURO_OR_LOST = "govtext.euro", "govtext.euro-or-lost"
codecs.register_error(_EURO, _euro)
codecs.register_error(_EURO_OR_LOST, _euro_or_lost)
