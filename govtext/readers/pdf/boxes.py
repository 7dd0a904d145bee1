"""A font for Chinese type that a PDF names and does not bring along: a plain box for every character.

PDFium asks the system for a font instead. It then reads megabytes of outlines, of which the reader needs no more than
that there is ink, and without a Chinese font on the machine it drops characters. With boxes it reads the same anywhere.
"""

from __future__ import annotations

import struct

_EM, _ASCENT, _DESCENT = 1000, 880, -120
_WIDE, _NARROW, _BLANK = 1, 2, 3
"""Glyphs: a Han character's box; one no wider than any letter, whose advance the PDF tells; and no ink."""
_CHARACTERS = (
    (0x20, 0x20, _BLANK),
    (0x21, 0x9F, _NARROW), (0xA0, 0xA0, _BLANK), (0xA1, 0x1FFF, _NARROW), (0x2000, 0x200F, _BLANK),
    (0x2010, 0x2E7F, _NARROW), (0x2E80, 0x2FFF, _WIDE), (0x3000, 0x3000, _BLANK), (0x3001, 0xFEFE, _WIDE),
    (0xFEFF, 0xFEFF, _BLANK), (0xFF00, 0xFF60, _WIDE), (0xFF61, 0xFF9F, _NARROW), (0xFFA0, 0x10FFFF, _WIDE),
)  # fmt: skip
_ON_CURVE = 1


def box_font() -> bytes:
    """The font as a TrueType file (see the OpenType specification for its tables).

    >>> font = box_font()
    >>> font[:4].hex(), len(font) < 1000
    ('00010000', True)
    """
    glyphs = [b"", _box(40, -80, 960, 840), _box(20, 0, 220, 700), b""]
    ends = [sum(map(len, glyphs[:count])) // 2 for count in range(len(glyphs) + 1)]
    return _file({
        b"cmap": _cmap(),
        b"glyf": b"".join(glyphs),
        b"head": struct.pack(
            ">IIIIHHQQ4hHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, _DESCENT, _EM, _ASCENT, 0, 8, 2, 0, 0
        ),
        b"hhea": struct.pack(">IhhhH3h8hhH", 0x10000, _ASCENT, _DESCENT, 0, _EM, 0, 0, _EM, 1, *[0] * 7, 0, 1),
        b"hmtx": struct.pack(">Hhhhh", _EM, 0, 0, 0, 0),
        b"loca": struct.pack(f">{len(ends)}H", *ends),
        b"maxp": struct.pack(">IH13H", 0x10000, len(glyphs), 4, 1, 0, 0, 1, *[0] * 8),
    })  # fmt: skip


def _box(left: int, bottom: int, right: int, top: int) -> bytes:
    """A glyph of one contour with four corners."""
    head = struct.pack(">5h", 1, left, bottom, right, top)
    xs = struct.pack(">4h", left, 0, right - left, 0)
    ys = struct.pack(">4h", bottom, top - bottom, 0, bottom - top)
    return head + struct.pack(">HH4B", 3, 0, *[_ON_CURVE] * 4) + xs + ys


def _cmap() -> bytes:
    """Characters to glyphs: one table of format 13, many to one."""
    groups = b"".join(struct.pack(">III", *group) for group in _CHARACTERS)
    table = struct.pack(">HHIII", 13, 0, 16 + len(groups), 0, len(_CHARACTERS)) + groups
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table


def _file(tables: dict[bytes, bytes]) -> bytes:
    """A TrueType file of these tables, which stand in the order of their names."""
    start = 12 + 16 * len(tables)
    directory, body = struct.pack(">I4H", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64), b""
    for tag, table in tables.items():
        directory += tag + struct.pack(">III", 0, start + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    return directory + body
