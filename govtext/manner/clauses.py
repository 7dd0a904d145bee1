"""Readability of Chinese prose: characters a clause, adverbs and conjunctions a sentence, lengths of sentences."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Protocol

from govtext.manner.rate import Rate
from govtext.parse.prose.sentences import split_sentences

ADVERBS, CONJUNCTIONS = ("d", "dg", "df"), ("c",)
"""jieba's tags; ad (认真, an adjective used as an adverb) is not among the adverbs."""
_CLAUSE_END = re.compile("[，,；;：:。！？!?\n]")


class Tagged(Protocol):
    """A token with its part of speech and its place, as `govtext.words.Segmenter().tag` gives it."""

    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def tag(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Lengths:
    """How the sentences' lengths are spread, in characters."""

    n: int
    mean: float | None
    sd: float | None
    """Of the sample; None for fewer than two sentences."""
    quartiles: tuple[float, float, float] | None
    longest: int | None


@dataclass(frozen=True, slots=True)
class Readability:
    """R1, R2 and R3 with what they are made of.

    R1 is nearly a length, and lengths are judged poor measures by the same source; R2 depends on the tagger.
    """

    r1: Rate
    r2: Rate
    """Numerator: the sum of the sentences' shares; denominator: the sentences."""
    sentence_length: Rate
    lengths: Lengths

    @property
    def r3(self) -> float | None:
        """(R1 + R2) / 2, None where either is."""
        if self.r1.value is None or self.r2.value is None:
            return None
        return (self.r1.value + self.r2.value) / 2


def readability(text: str, tagged: Sequence[Tagged] | None) -> Readability:
    """R1 to R3 of 徐巍、姚振晔、陈冬华 (2021), 会计研究 [authors, year and details not confirmed: from the abstract].

    R1 = characters / clauses, cut at ，；：。！？ and line ends. R2 = mean over sentences of (adverbs + conjunctions) /
    words. R3 = (R1 + R2) / 2: the scales differ, so R3 is nearly R1 / 2. Higher is harder to read. `tagged`: the tokens
    of the text with jieba's tags; None leaves R2 and R3 without value.

    >>> from govtext.words import Segmenter
    >>> text = "信息公开不及时，但已改进。"
    >>> measured = readability(text, Segmenter().tag(text))
    >>> measured.r1.value, measured.r1.denominator, measured.r2.denominator
    (5.5, 2, 1)
    """
    upto = list(accumulate(map(str.isalnum, text), initial=0))
    sentences = [span for span in split_sentences(text) if upto[span[1]] > upto[span[0]]]
    ends = [match.start() for match in _CLAUSE_END.finditer(text)]
    clauses = sum(upto[end] > upto[start] for start, end in pairwise((0, *ends, len(text))))
    length = upto[-1]
    return Readability(
        Rate(length, clauses, 1, "the text has no clauses"),
        _adverbs(sentences, tagged) if tagged is not None else Rate(0, 0, 1, "parts of speech were not asked for"),
        Rate(length, len(sentences), 1, "the text has no sentences"),
        _lengths([upto[end] - upto[start] for start, end in sentences]),
    )


def _adverbs(sentences: Sequence[tuple[int, int]], tagged: Sequence[Tagged]) -> Rate:
    total, at = 0.0, 0
    for start, end in sentences:
        words = sought = 0
        while at < len(tagged) and tagged[at].start < end:
            token = tagged[at]
            if token.start >= start and any(map(str.isalnum, token.text)):
                words += 1
                sought += token.tag in ADVERBS or token.tag in CONJUNCTIONS
            at += 1
        total += sought / words if words else 0.0
    return Rate(total, len(sentences), 1, "the text has no sentences")


def _lengths(lengths: Sequence[int]) -> Lengths:
    if not lengths:
        return Lengths(0, None, None, None, None)
    if len(lengths) == 1:
        return Lengths(1, float(lengths[0]), None, (float(lengths[0]),) * 3, lengths[0])
    low, middle, high = statistics.quantiles(lengths, n=4, method="inclusive")
    return Lengths(
        len(lengths), statistics.fmean(lengths), statistics.stdev(lengths), (low, middle, high), max(lengths)
    )  # fmt: skip
