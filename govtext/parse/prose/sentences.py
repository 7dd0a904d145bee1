"""Prose cut into sentences without loss: quotes, titles, brackets and decimal points stay whole."""

from __future__ import annotations

import re

_PAIRS = dict(zip("“‘「『《〈（(【〔[", "”’」』》〉）)】〕]", strict=True))
_CLOSERS = frozenset(_PAIRS.values())
_STOP = frozenset("。！？!?")
_QUOTES, _BRACKETS = frozenset("”’」』"), frozenset("）)】]")
_GOES_ON = frozenset("的、，,；;等是和与及或为在中之")
_BLANK = re.compile(r"[^\S\n]*\n?\s*")
_MARK = re.compile(f"[\n.．{re.escape(''.join((*_STOP, *_PAIRS)))}]")
"""Where a sentence may end, or a pair begin."""
_PAIR_MARK = re.compile(f"[\n{re.escape(''.join((*_PAIRS, *_CLOSERS)))}]")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Offsets (start, end) of the sentences; their slices, put together, are the text.

    A sentence ends at 。！？, at a half-width full stop after a word, and at a line's end; not inside a closed pair of
    quotes or brackets. White space after a sentence belongs to it.

    >>> text = "金额为2876.4869万元。坚持“先审后发。”的原则;成效好!下一步"
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['金额为2876.4869万元。', '坚持“先审后发。”的原则;成效好!', '下一步']
    """
    bounds: list[tuple[int, int]] = []
    start, position, closing = 0, 0, _closing(text)
    while mark := _MARK.search(text, position):
        position = mark.start()
        inner = closing.get(position)
        ends = _ends_after_pair(text, start, position, inner) if inner is not None else _ends_here(text, position)
        position = (inner if inner is not None else position) + 1
        if ends:
            position = _absorb(text, position)
            bounds.append((start, position))
            start = position
    return [*bounds, (start, len(text))] if start < len(text) else bounds


def _closing(text: str) -> dict[int, int]:
    """Where each opening mark that is closed on its own line is closed."""
    closed: dict[int, int] = {}
    stack: list[int] = []
    for mark in _PAIR_MARK.finditer(text):
        position, char = mark.start(), mark.group()
        if char == "\n":
            stack.clear()
        elif char in _PAIRS:
            stack.append(position)
        elif char in _CLOSERS:
            for depth in range(len(stack) - 1, max(len(stack) - 4, -1), -1):
                if _PAIRS[text[stack[depth]]] == char:
                    closed[stack[depth]] = position
                    del stack[depth:]
                    break
    return closed


def _ends_here(text: str, position: int) -> bool:
    char = text[position]
    if char == "\n" or char in _STOP:
        return True
    if char not in ".．" or position == 0:
        return False
    before, after = text[position - 1], text[position + 1 : position + 2]
    goes_on = after.isascii() and after.isalnum()
    return before.isalnum() and not before.isascii() and not before.isdigit() and not goes_on


def _ends_after_pair(text: str, start: int, opener: int, closer: int) -> bool:
    """Whether a stop inside a pair ends the sentence: in a quotation, or in brackets that hold a whole sentence."""
    if text[closer - 1] not in _STOP or text[closer + 1 : closer + 2] in _GOES_ON:
        return False
    return text[closer] in _QUOTES or (text[closer] in _BRACKETS and not text[start:opener].strip())


def _absorb(text: str, position: int) -> int:
    while position < len(text) and (text[position] in _STOP or text[position] in _CLOSERS):
        position += 1
    if text[position - 1] == "\n":
        return position
    blank = _BLANK.match(text, position)
    return blank.end() if blank else position
