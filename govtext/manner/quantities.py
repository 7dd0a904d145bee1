"""Figures, percentages, dates and document numbers as specifics, from the numbers that the claims know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from govtext.manner.patterns import patterns
from govtext.parse.prose.mentions import Mention, find_mentions

Span = tuple[str, int, int]
"""Kind, start and end."""
_KINDS = {"quantity": "figure", "percent": "percent", "date": "date", "year": "date", "document_number": "number"}
_LETTERS_REACH = 10
_FRACTION = re.compile("[二三四五六七八九十百\\d]+分之[一二两三四五六七八九十\\d]+")


def find_quantities(text: str) -> list[Span]:
    """Figures, percentages, dates and document numbers of half-width text as (kind, start, end), in order.

    A range is one (3-5件), a date with what follows it too (2021年底); a document number takes in its issuer's letters.

    >>> text = "国办发〔2021〕9号要求6月底前公开3-5件"
    >>> [text[start:end] for _, start, end in find_quantities(text)]
    ['国办发〔2021〕9号', '6月底', '3-5件']
    """
    spans = [span for mention in find_mentions(text) if (span := _span(text, mention))]
    taken = [(start, end) for _, start, end in spans]
    spans += [(kind, *span) for kind, span in _others(text) if not _touches(span, taken)]
    return _joined(text, sorted(spans, key=lambda span: span[1]))


def _span(text: str, mention: Mention) -> Span | None:
    kind = _KINDS.get(mention.kind or "")
    if mention.kind == "quantity" and mention.unit == "季度":
        kind = "date"
    if kind is None:
        return None
    start, end = mention.start, mention.end
    if kind == "number":
        return kind, _issuer(text, start), end
    if kind == "figure":
        if _is_grammar(text, start, end):
            return None
        unit = patterns().units.match(text, end) if not mention.unit else None
        return kind, start, unit.end() if unit else end
    after = patterns().after_date.match(text, end) if kind == "date" else None
    return kind, start, after.end() if after else end


def _is_grammar(text: str, start: int, end: int) -> bool:
    """Whether the numeral counts nothing: 一个, 下一年度."""
    if patterns().no_figure.match(text, start, end + 1):
        return True
    return text[start : start + 2] == "一年" and bool(patterns().no_figure_after.search(text, 0, start))


def _issuer(text: str, start: int) -> int:
    """Where the letters of a document number's issuer begin: 国办发 in 根据国办发〔2021〕9号."""
    before = text[max(0, start - _LETTERS_REACH) : start]
    if decree := patterns().decree.search(before):
        return start - len(before) + decree.start() + _led(decree.group())
    letters = patterns().letters.search(before)
    if letters is None:
        return start
    return start - len(letters.group()) + _led(letters.group())


def _led(run: str) -> int:
    """How many characters of the run are words that stand before names: 根据 in 根据国办发."""
    ends = [end for end in range(1, len(run)) if patterns().left.search(run[:end])]
    return max(ends, default=0)


def _others(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Periods and fractions, which the claims do not know as numbers of their own (一季度, 三分之一)."""
    for match in patterns().period.finditer(text):
        yield "date", match.span()
    for match in _FRACTION.finditer(text) if "分之" in text else ():
        yield "percent", match.span()


def _touches(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in taken)


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Neighbours of one kind that are a range, or a year and its part, put together."""
    done: list[Span] = []
    for kind, start, end in spans:
        if done and done[-1][0] == kind and kind != "number" and _joins(text, kind, done[-1], start):
            done[-1] = (kind, done[-1][1], max(end, done[-1][2]))
        else:
            done.append((kind, start, end))
    return done


def _joins(text: str, kind: str, before: Span, start: int) -> bool:
    between = text[before[2] : start]
    if not between.strip():
        return kind == "date"
    return bool(patterns().range.fullmatch(between))
