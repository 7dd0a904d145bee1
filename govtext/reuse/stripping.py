"""What every report has to say is taken out of a text, by kind, with a way back to each character of the original."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from govtext.errors import UnknownCode
from govtext.parse.prose.numbers import fold
from govtext.parse.prose.sections import is_table_text
from govtext.parse.prose.sentences import split_sentences
from govtext.reuse.names import alternatives, issuer_names, place_names
from govtext.reuse.patterns import Kind, kinds

if TYPE_CHECKING:
    import pandas as pd

Bools = npt.NDArray[np.bool_]
_ANY = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Removal:
    """A piece that was taken out: its kind and its place in the original, `text[start:end]`."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Stripped:
    """A text and what was taken out of it; `kept` is what is left, and nothing is lost."""

    text: str
    removals: tuple[Removal, ...]

    @cached_property
    def gone(self) -> Bools:
        """For each character of the text whether it was taken out."""
        mask = np.zeros(len(self.text), np.bool_)
        for each in self.removals:
            mask[each.start : each.end] = True
        return mask

    @cached_property
    def places(self) -> npt.NDArray[np.int64]:
        """The offset in the text of each character of `kept`."""
        return np.flatnonzero(~self.gone)

    @cached_property
    def kept(self) -> str:
        """What is left."""
        ends = [0, *(each.end for each in self.removals)]
        starts = [*(each.start for each in self.removals), len(self.text)]
        return "".join(self.text[end:start] for end, start in zip(ends, starts, strict=True))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where `kept[start:end]` stands in the text: from its first to behind its last character."""
        if start >= end:
            return (int(self.places[start]),) * 2 if start < len(self.places) else (len(self.text),) * 2
        return int(self.places[start]), int(self.places[end - 1]) + 1

    def pieces(self) -> Iterator[tuple[str, str]]:
        """Kind and text of all pieces in their order, the kind of what is left being empty; the text is their sum."""
        position = 0
        for each in self.removals:
            yield "", self.text[position : each.start]
            yield each.kind, self.text[each.start : each.end]
            position = each.end
        yield "", self.text[position:]

    def to_pandas(self) -> pd.DataFrame:
        """What was taken out, one row a piece: kind, label in Chinese and English, start, end, text."""
        import pandas as pd

        named = {kind.name: kind.label for kind in kinds()}
        rows = [
            (
                each.kind,
                named[each.kind].zh,
                named[each.kind].en,
                each.start,
                each.end,
                self.text[each.start : each.end],
            )
            for each in self.removals
        ]
        return pd.DataFrame(rows, columns=["kind", "label_zh", "label_en", "start", "end", "text"])


def strip(
    text: str,
    issuer: str | None = None,
    *,
    places: Iterable[str] = (),
    figures: bool = True,
    without: Collection[str] = (),
) -> Stripped:
    """Take out of a text what is no prose of its own: tables, text of the forms, headings, the legal preamble, names,
    dates, enumerators and figures.

    `issuer`: its name as printed, from which its places are told; `places`: further names; `figures=False` keeps
    figures; `without` names kinds that are not taken out (see `patterns.kinds`). Offsets are in characters of `text`.
    Raises `UnknownCode` for a kind that there is not.

    >>> made = strip("2023年，云禾市财政局更新栏目12个。", issuer="青溪省云禾市财政局")
    >>> made.kept
    '，更新栏目个。'
    >>> [(each.kind, made.text[each.start:each.end]) for each in made.removals]
    [('date', '2023年'), ('issuer', '云禾市财政局'), ('figure', '12')]
    """
    names = [kind.name for kind in kinds()]
    for name in without:
        if name not in names:
            raise UnknownCode(f"no kind of text {name!r}", expected=", ".join(names))
    wanted = [kind for kind in kinds() if kind.name not in without and (figures or kind.name != "figure")]
    given = tuple(places)
    folded = _folded(text)
    taken = np.zeros(len(text), np.int8)
    for number, kind in enumerate(wanted, 1):
        for start, end in _found(kind, folded, issuer, given):
            part = taken[start:end]
            part[part == 0] = number
    return Stripped(text, tuple(_runs(taken, wanted)))


def _folded(text: str) -> str:
    folded = fold(text)
    return folded if len(folded) == len(text) else text


def _found(kind: Kind, text: str, issuer: str | None, places: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    if kind.whole == "line":
        yield from _lines(kind, text)
    elif kind.whole == "sentence":
        yield from _sentences(kind, text)
    else:
        yield from _matches(kind, text, issuer, places)


def _lines(kind: Kind, text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if line and (any(each.fullmatch(line) for each in kind.patterns) or (kind.by == "forms" and _of_form(line))):
            yield start, start + len(line)
        start += len(line) + 1


def _of_form(line: str) -> bool:
    return len(line) <= 60 and bool(_ANY.search(line)) and is_table_text(line)


def _sentences(kind: Kind, text: str) -> Iterator[tuple[int, int]]:
    found = sorted(match.start() for pattern in kind.patterns for match in pattern.finditer(text))
    if not found:
        return
    for start, end in split_sentences(text):
        if any(start <= place < end for place in found):
            yield start, end - (len(text[start:end]) - len(text[start:end].rstrip()))


def _matches(kind: Kind, text: str, issuer: str | None, places: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    patterns = [*kind.patterns]
    if kind.by == "issuer" and issuer and (named := alternatives(issuer_names(issuer))):
        patterns.append(named)
    if kind.by == "places" and (named := alternatives(_places(issuer, places))):
        patterns.append(named)
    for pattern in patterns:
        group = "gone" if "gone" in pattern.groupindex else 0
        yield from (match.span(group) for match in pattern.finditer(text) if match.group(group))


def _places(issuer: str | None, places: tuple[str, ...]) -> Iterator[str]:
    yield from place_names(issuer or "")
    for name in places:
        yield from (name, *place_names(name))


def _runs(taken: npt.NDArray[np.int8], wanted: list[Kind]) -> Iterator[Removal]:
    """Neighbouring characters of one kind are one removal."""
    edges = np.flatnonzero(np.diff(taken, prepend=0, append=0))
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if taken[start]:
            yield Removal(wanted[taken[start] - 1].name, start, end)
