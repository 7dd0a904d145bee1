"""Masked prose cut into the units that are judged: sentences, clauses behind a semicolon, the turn to a measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govtext.parse.prose.sentences import split_sentences
from govtext.problems.cues import Cues

EDGES = "，。；：、！？\n .…●■◆★▲○◇•·-—*"
"""Marks that do not belong to an item at its ends."""
Span = tuple[int, int]


def trimmed(masked: str, start: int, end: int) -> Span:
    """The span without marks at its ends; empty where there is nothing else."""
    while start < end and masked[start] in EDGES:
        start += 1
    while end > start and masked[end - 1] in EDGES:
        end -= 1
    return start, end


def paragraphs(masked: str, start: int, end: int) -> Iterator[Span]:
    """The paragraphs between two places that hold anything."""
    while start < end:
        stop = masked.find("\n", start, end)
        stop = end if stop < 0 else stop
        if masked[start:stop].strip(EDGES):
            yield start, stop
        start = stop + 1


def sentences(masked: str, start: int, end: int) -> list[Span]:
    """The sentences between two places, closing marks included."""
    found = ((start + first, start + last) for first, last in split_sentences(masked[start:end]))
    return [(first, last) for first, last in found if masked[first:last].strip(EDGES)]


def units(masked: str, found: Sequence[Span], cues: Cues) -> list[Span]:
    """Sentences, cut at semicolons and where a sentence that named a problem turns to the measure."""
    cut: list[Span] = []
    for first, last in found:
        position = first
        while (stop := masked.find("；", position, last)) >= 0:
            cut += _turned(masked, position, stop + 1, cues)
            position = stop + 1
        cut += _turned(masked, position, last, cues)
    return [span for span in cut if masked[slice(*span)].strip(EDGES)]


def _turned(masked: str, start: int, end: int, cues: Cues) -> list[Span]:
    sentence = masked[start:end]
    if cues.framed(sentence):
        return [(start, end)]
    for turn in cues.turn.finditer(sentence):
        before = sentence[: turn.start()]
        if cues.told(before) or cues.general.search(before):
            return [(start, start + turn.start()), (start + turn.start(), end)]
    return [(start, end)]
