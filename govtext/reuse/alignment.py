"""Passages that two texts share, changed a little or not: seeds of equal n-grams, then local alignment around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from govtext.errors import GovTextError
from govtext.reuse.passages import Passage, Shared
from govtext.reuse.show import fragment, page, terminal
from govtext.reuse.stripping import strip
from govtext.reuse.units import Offsets, Tokenizer, Units, characters, grams, words
from govtext.reuse.waterman import CELLS, USUAL, Ints, Path, Score, local

_REACH = 24
"""Units within which two seeds belong together, and how far an alignment may first go beyond its seeds."""
_SIDE = 8
"""Diagonals by which two such seeds may differ."""
_SPREAD = 256
"""Diagonals over which seeds taken together may spread: what drifts farther is told as several passages."""
_MANY = 8
"""Places of one n-gram in a text that become seeds; a text that repeats one more often has the rest left out."""
_LONGEST = 200_000
_WIDEST = 768
"""Units beyond its seeds within which an alignment is looked for at most."""
_TAKEN = -2


@dataclass(frozen=True)
class Alignment(Shared):
    """Two texts and the passages they share; shows itself side by side."""

    @cached_property
    def text(self) -> str:
        """The passages side by side for a terminal, in the language that is set."""
        return terminal(self)

    def __str__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return fragment(self)

    def html(self, language: str | None = None) -> str:
        """A whole page with both texts side by side that needs nothing else."""
        return page(self, language)


def align(
    left: str,
    right: str,
    *,
    issuers: tuple[str | None, str | None] = (None, None),
    tokens: Tokenizer | None = None,
    figures: bool = True,
    seed: int | None = None,
    least: int | None = None,
    score: Score = USUAL,
    names: tuple[str, str] = ("", ""),
) -> Alignment:
    """The passages that two texts share, after what every report says is taken out of both (`strip`).

    Units are characters, or words where `tokens` cuts them. `seed`: equal units in a row that a passage must hold
    (None: 6 characters or 3 words); `least`: score of the smallest passage told (None: 24, that is twelve equal
    characters, or 12, six equal words). Scores are +2, −2, −2 (R's textreuse:
    +2, −1, −1, which joins unlike clauses); see `waterman.local` for the formula. Seeds lying close together are taken
    as one region; regions come in the order of their seeds' length, in each the best passage first, and none overlaps
    another in either text (after Waterman & Eggert 1987, J. Mol. Biol. 197). Of an
    n-gram that stands in a text more than eight times the first eight places are seeds; `seeds_left_out` counts the
    others. Used on documents by Linder, Desmarais,
    Burgess & Giraudy (2020), Policy Studies Journal 48(2). Raises `GovTextError` for a text too long.

    >>> made = align("2022年，扩大公众参与范围，提高互动实效。", "此外，扩大公众参与的范围，提高互动实效。")
    >>> [(made.left[slice(*each.left)], made.right[slice(*each.right)]) for each in made.passages]
    [('扩大公众参与范围，提高互动实效', '扩大公众参与的范围，提高互动实效')]
    """
    for name, text in (("left", left), ("right", right)):
        if len(text) > _LONGEST:
            raise GovTextError(f"the {name} text is too long to be aligned", found=f"{len(text)} characters",
                               expected=f"{_LONGEST} at most")  # fmt: skip
    made = [strip(text, issuer, figures=figures) for text, issuer in zip((left, right), issuers, strict=True)]
    cut = [characters(each) if tokens is None else words(each, tokens) for each in made]
    n, smallest = lengths(tokens, seed, least)
    found, left_out = passages(cut[0], cut[1], seed=n, least=smallest, score=score, texts=(left, right))
    return Alignment(left, right, tuple(found), (len(cut[0]), len(cut[1])), left_out, names)


def lengths(tokens: Tokenizer | None, seed: int | None = None, least: int | None = None) -> tuple[int, int]:
    """Seed and least score where they are not given: 6 and 24 characters, 3 and 12 words."""
    usual = (6, 24) if tokens is None else (3, 12)
    return seed or usual[0], least or usual[1]


def passages(
    left: Units, right: Units, *, seed: int, least: int, score: Score = USUAL, texts: tuple[str, str] = ("", "")
) -> tuple[list[Passage], int]:
    """The passages that two prepared texts share, in the order of the left, and how many seeds were left out.

    `texts`: the originals, where the runs are to be shown: they break where what lies between two units differs.
    """
    codes = _numbered(left, right)
    seeds, left_out = _seeds(left, right, seed)
    found: list[Passage] = []
    for region in sorted(_regions(seeds, seed), key=lambda each: -each[4]):
        found += [_passage(path, left, right, texts) for path in _paths(codes, region, score, least)]
    return sorted(found, key=lambda each: each.left), left_out


def _numbered(left: Units, right: Units) -> tuple[Ints, Ints]:
    """Both sequences in small numbers of their own, which may be overwritten."""
    _, numbers = np.unique(np.concatenate([left.codes, right.codes]), return_inverse=True)
    return numbers[: len(left)].astype(np.int64), numbers[len(left) :].astype(np.int64)


def _seeds(left: Units, right: Units, n: int) -> tuple[Ints, int]:
    """Pairs of positions at which an n-gram begins in both, and how many were left out."""
    sides = [_first_places(each, n) for each in (left, right)]
    (a, a_places, a_out), (b, b_places, b_out) = sides
    starts, stops = np.searchsorted(b, a, "left"), np.searchsorted(b, a, "right")
    counts = stops - starts
    at = np.repeat(np.arange(len(a)), counts)
    within = np.arange(len(at)) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.column_stack([a_places[at], b_places[starts[at] + within]]), a_out + b_out


def _first_places(units: Units, n: int) -> tuple[np.ndarray[tuple[int], np.dtype[np.uint64]], Offsets, int]:
    """n-grams, sorted, with their first positions."""
    whole = np.array([0, len(units)])
    hashes, _ = grams(units.codes, whole, n)
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    first = np.searchsorted(ordered, ordered, "left")
    kept = np.arange(len(ordered)) - first < _MANY
    return ordered[kept], order[kept], int(np.count_nonzero(~kept))


Region = tuple[int, int, int, int, int]
"""First and last left position, least and greatest diagonal, equal units in its seeds."""


def _regions(seeds: Ints, n: int) -> Iterator[Region]:
    """Seeds that lie near each other, taken together."""
    opened: list[list[int]] = []
    for first, last, diagonal in _diagonal_runs(seeds, n):
        near = [each for each in opened if first - each[1] <= _REACH and _near(each, diagonal)]
        for each in [each for each in opened if first - each[1] > _REACH]:
            yield tuple(each)  # type: ignore[misc]
            opened.remove(each)
        if near:
            region = max(near, key=lambda each: each[4])
            region[1] = max(region[1], last)
            region[2], region[3] = min(region[2], diagonal), max(region[3], diagonal)
            region[4] += last - first + 1
        else:
            opened.append([first, last, diagonal, diagonal, last - first + 1])
    yield from (tuple(each) for each in opened)  # type: ignore[misc]


def _near(region: list[int], diagonal: int) -> bool:
    low, high = min(region[2], diagonal), max(region[3], diagonal)
    return region[2] - _SIDE <= diagonal <= region[3] + _SIDE and high - low <= _SPREAD


def _diagonal_runs(seeds: Ints, n: int) -> Iterator[tuple[int, int, int]]:
    """Seeds that follow each other on one diagonal, as one: first and last left position, diagonal; by position."""
    if not len(seeds):
        return
    diagonals = seeds[:, 1] - seeds[:, 0]
    order = np.lexsort((seeds[:, 0], diagonals))
    places, diagonals = seeds[order, 0], diagonals[order]
    breaks = np.flatnonzero((np.diff(diagonals) != 0) | (np.diff(places) > n)) + 1
    firsts = np.concatenate([[0], breaks])
    lasts = np.concatenate([breaks, [len(places)]]) - 1
    runs = zip(places[firsts].tolist(), (places[lasts] + n - 1).tolist(), diagonals[firsts].tolist(), strict=True)
    yield from sorted(runs)


def _paths(codes: tuple[Ints, Ints], region: Region, score: Score, least: int) -> Iterator[Path]:
    """The alignments of a region, best first; what one has taken is overwritten, so that none overlaps another."""
    while True:
        path = _widened(codes, region, score)
        if path.score < least:
            return
        first, last = path.pairs[0], path.pairs[-1]
        codes[0][first[0] : last[0] + 1] = _TAKEN
        codes[1][first[1] : last[1] + 1] = _TAKEN
        yield path


def _widened(codes: tuple[Ints, Ints], region: Region, score: Score) -> Path:
    """The best alignment around a region; looked for more widely as long as it goes to the edge."""
    left, right = codes
    first, last, low, high, _ = region
    margin = _REACH
    while True:
        start, stop = max(0, first - margin), min(len(left), last + 1 + margin)
        band = _bounded(max(low - margin, -stop) + start, min(high + margin, len(right)) + start, stop - start)
        path = local(left[start:stop], right, score, band)
        side, head, tail = path.edges
        full = margin >= _WIDEST or (stop - start) * (band[1] - band[0] + 1) > CELLS // 3
        if full or not (side or (head and start) or (tail and stop < len(left))):
            return Path(path.score, path.pairs + np.array([start, 0]), path.edges)
        margin *= 2


def _bounded(low: int, high: int, rows: int) -> tuple[int, int]:
    """The band, made narrower around its middle where its matrix would be too large."""
    beyond = max(0, (high - low + 1) - CELLS // rows)
    return low + (beyond + 1) // 2, high - (beyond + 1) // 2


def _passage(path: Path, left: Units, right: Units, texts: tuple[str, str]) -> Passage:
    a, b = path.pairs[:, 0], path.pairs[:, 1]
    breaks = (np.diff(a) > 1) | (np.diff(b) > 1) | _unlike(texts, left, right, path.pairs)
    parts = np.split(path.pairs, np.flatnonzero(breaks) + 1)
    runs = tuple(
        (
            int(left.starts[part[0, 0]]),
            int(left.ends[part[-1, 0]]),
            int(right.starts[part[0, 1]]),
            int(right.ends[part[-1, 1]]),
        )
        for part in parts
    )
    spans = (runs[0][0], runs[-1][1]), (runs[0][2], runs[-1][3])
    return Passage(*spans, path.score, len(path.pairs), runs, path.pairs)


def _unlike(
    texts: tuple[str, str], left: Units, right: Units, pairs: Ints
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """For each equal unit but the last whether what follows it up to the next differs between the two originals."""
    sides = [
        [text[start:end] for start, end in zip(units.ends[at[:-1]], units.starts[at[1:]], strict=True)]
        for text, units, at in zip(texts, (left, right), pairs.T, strict=True)
    ]
    return np.array([one != other for one, other in zip(*sides, strict=True)], np.bool_)
