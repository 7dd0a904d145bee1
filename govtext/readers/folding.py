"""The text of a cell, folded to one line."""

from __future__ import annotations

import re

_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_HAN = "\u2e80-\u2fdf\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uffef“”‘’…—"
_BREAK_IN_HAN = re.compile(rf"(?<=[{_HAN}])[^\S\n]*\n\s*(?=[{_HAN}])")
_SPACE = re.compile(r"\s+")


def visible(text: str) -> str:
    """The text without zero-width characters and soft hyphens.

    >>> visible("规\\u200b章\\ufeff")
    '规章'
    """
    return _UNSEEN.sub("", text)


def fold(text: str) -> str:
    """A cell's text on one line: breaks within Chinese text vanish, other white space becomes one space.

    >>> fold("（四）无\\n法提供"), fold("1.\\n属于国家秘密"), fold("12\\n34"), fold("\\u3000\\u00a0\\u200b")
    ('（四）无法提供', '1. 属于国家秘密', '12 34', '')
    """
    if text.isalnum():
        return text
    return _SPACE.sub(" ", _BREAK_IN_HAN.sub("", visible(text).strip())).strip()
