"""Text from files made harmless to show: what would steer a terminal or hide its own order becomes visible."""

from __future__ import annotations

import re

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def visible(text: object) -> str:
    """The text with control characters, escapes and direction marks replaced by pictures or code points.

    >>> visible("a\\x1b[31mb\\u202ec")
    'a␛[31mb⟨U+202E⟩c'
    """
    return _STEERING.sub(_picture, str(text))


def short(text: object, most: int = 300) -> str:
    """The text, cut where it is longer than `most` characters: a file does not decide how long a display is.

    >>> short("abcdef", 4)
    'abc…'
    """
    said = str(text)
    return said if len(said) <= most else said[: most - 1] + "…"


def one_line(text: object) -> str:
    """`visible`, with every run of white space folded into one space.

    >>> one_line("a\\n  b")
    'a b'
    """
    return visible(" ".join(str(text).split()))


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨U+{code:04X}⟩"
