"""Specifics in prose: figures, percentages, dates, document numbers, titles, bodies, roles, platforms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from govtext.manner.bodies import find_bodies
from govtext.manner.patterns import one_line, patterns
from govtext.manner.places import place_start
from govtext.manner.quantities import Span, find_quantities
from govtext.manner.rate import Rate, characters
from govtext.parse.prose.numbers import fold

SpecificKind = Literal["figure", "percent", "date", "number", "title", "body", "role", "platform"]
KINDS: tuple[SpecificKind, ...] = ("figure", "percent", "date", "number", "title", "body", "role", "platform")
HARD: tuple[SpecificKind, ...] = ("figure", "percent")
"""What Dyer et al. (2017) call hard information: numbers that inform, dates and enumerators left out."""
_TITLE = re.compile(r"《[^《》。]{1,200}(?:《[^《》。]{1,200}》[^《》。]{0,200})?》")
_LEVELS = "省市县区州镇乡"


@dataclass(frozen=True, slots=True)
class Specific:
    """One specific as it stands: `text[start:end] == raw`."""

    kind: SpecificKind
    raw: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Specificity:
    """The specifics of a text and their rate per 100 characters, together and by kind."""

    found: tuple[Specific, ...]
    characters: int

    @property
    def rate(self) -> Rate:
        """Specifics per 100 characters."""
        return Rate(len(self.found), self.characters, 100, "the text has no characters")

    def of(self, *kinds: str) -> Rate:
        """Specifics of some kinds per 100 characters."""
        return Rate(
            sum(each.kind in kinds for each in self.found), self.characters, 100, "the text has no characters"
        )  # fmt: skip

    @property
    def counts(self) -> Mapping[str, int]:
        """How many there are of each kind."""
        counted = Counter(each.kind for each in self.found)
        return {kind: counted[kind] for kind in KINDS}


def find_specifics(text: str) -> tuple[Specific, ...]:
    """Every specific of a text in reading order, none within another: a figure inside a 《title》 is none.

    What wins where two want a character: title, document number, platform, body, role, date, percentage, figure.

    >>> [(each.kind, each.raw) for each in find_specifics("县财政局按《2021年要点》（国办发〔2021〕9号）公开３２条")]
    [('body', '县财政局'), ('title', '《2021年要点》'), ('number', '国办发〔2021〕9号'), ('figure', '３２条')]
    """
    folded = one_line(fold(text))
    return tuple(
        Specific(cast("SpecificKind", kind), text[start:end], start, end) for kind, start, end in _chosen(folded)
    )


def specificity(text: str) -> Specificity:
    """Specific entities per 100 characters (Hope, Hu & Lu 2016, RAST 21(4)), adapted: the rules of `find_specifics`.

    100 · specifics / characters; characters are the letters and digits, Chinese characters among them. Hope et al.
    count entities of a tagger (persons, places, organisations, dates, times, money, percentages) per word; names of
    persons and of places alone are not sought here, document numbers, titles and platforms are.

    >>> measured = specificity("全年公开信息120条，占80%。")
    >>> measured.rate.numerator, measured.rate.denominator, round(measured.rate.value, 2)
    (2, 13, 15.38)
    """
    return Specificity(find_specifics(text), characters(text))


def hard_information(found: Iterable[Specific], words: int) -> Rate:
    """Hard information: figures and percentages per 100 words (Dyer, Lang & Stice-Lawrence 2017, JAE 64).

    100 · informative numbers / words; words are the tokens of a segmenter that hold a letter or digit.

    >>> hard_information(find_specifics("公开120条，占80%。"), 6).value
    33.333333333333336
    """
    return Rate(sum(each.kind in HARD for each in found), words, 100, "the text has no words")


def _chosen(text: str) -> list[Span]:
    """Finders in order of rank; the earlier takes the characters."""
    taken = bytearray(len(text))
    chosen: list[Span] = []
    for spans in _finders(text):
        for kind, start, end in spans:
            if start < end and not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                chosen.append((kind, start, end))
    return sorted(chosen, key=lambda span: span[1])


def _finders(text: str) -> Iterator[Sequence[Span]]:
    quantities = find_quantities(text)
    yield [("title", *match.span()) for match in _TITLE.finditer(text)]
    yield [span for span in quantities if span[0] == "number"]
    yield [("platform", start, end) for start, end in _platforms(text)]
    bodies = find_bodies(text)
    yield [("body", start, end) for start, end in bodies]
    yield [("role", *match.span()) for _, end in bodies if (match := patterns().role_behind.match(text, end))]
    yield [("role", *match.span()) for match in patterns().role.finditer(text)]
    yield [span for span in quantities if span[0] != "number"]


def _platforms(text: str) -> list[tuple[int, int]]:
    """Quoted names first, then those of a list, then the sites of a place."""
    found = [match.span() for match in patterns().quoted.finditer(text)]
    found += [match.span() for match in patterns().platform.finditer(text)]
    for match in patterns().site.finditer(text):
        start = _site_start(text, match.start())
        if start < match.start():
            found.append((start, match.end()))
    return found


def _site_start(text: str, start: int) -> int:
    """Where the place before a site begins; `start` itself where none stands there."""
    if start and text[start - 1] in _LEVELS:
        level = start - 1
        if patterns().plural.search(text[max(0, level - 8) : level]):
            return start
        return place_start(text, level)
    return place_start(text, start)
