"""What is compared: the characters or words that are left of each sentence, and where each stands in the original."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from govtext.errors import GovTextError
from govtext.parse.prose.sentences import split_sentences
from govtext.reuse.stripping import Stripped

Codes = npt.NDArray[np.uint64]
Offsets = npt.NDArray[np.int64]
Tokenizer = Callable[[str], Sequence[str]]
"""Text to tokens that, put together, are the text (`Segmenter().tokens`)."""
_CLAUSE = re.compile("[；;]\\s*")
_BEFORE = frozenset("。；：;:！？!?\n")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_BMP = 0x10000


@dataclass(frozen=True, slots=True)
class Units:
    """Units of a text: unit i stands at `text[starts[i]:ends[i]]` and is told by `codes[i]`; sentence s has the units
    `bounds[s]` to `bounds[s + 1]` and stands at `text[spans[s, 0]:spans[s, 1]]`."""

    codes: Codes
    starts: Offsets
    ends: Offsets
    bounds: Offsets
    spans: Offsets

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def lengths(self) -> Offsets:
        """Units of each sentence."""
        return np.diff(self.bounds)

    def sentence(self, number: int) -> Codes:
        """The codes of one sentence."""
        return self.codes[self.bounds[number] : self.bounds[number + 1]]


def sentence_spans(made: Stripped) -> list[tuple[int, int]]:
    """Offsets of what is compared as a sentence: sentences, cut too behind a semicolon and before an enumerator that
    was taken out, for the items of a Chinese list are separate statements; together they are the text."""
    cuts = {each.start for each in made.removals if each.kind == "enumerator" and _opens(made.text, each.start)}
    for start, end in split_sentences(made.text):
        cuts.add(start)
        cuts.update(match.end() for match in _CLAUSE.finditer(made.text, start, end))
    edges = sorted({*cuts, len(made.text)})
    return list(pairwise(edges))


def _opens(text: str, place: int) -> bool:
    before = text[:place].rstrip(" \u3000") if place < 40 else text[place - 40 : place].rstrip(" \u3000")
    return not before or before[-1] in _BEFORE


def characters(made: Stripped) -> Units:
    """The letters, digits and Han characters that are left, folded in width and case, by sentence.

    >>> from govtext.reuse.stripping import strip
    >>> made = characters(strip("一是更新慢。二是ＱＡ少。"))
    >>> [plain(made.sentence(number)) for number in range(2)], made.starts.tolist()
    (['更新慢', 'qa少'], [2, 3, 4, 8, 9, 10])
    """
    codes = np.frombuffer(made.text.encode("utf-32-le", "surrogatepass"), np.uint32)
    alike, letter = _tables()
    low = np.minimum(codes, _BMP - 1)
    counts = np.where(codes < _BMP, letter[low], True) & ~made.gone
    places = np.flatnonzero(counts).astype(np.int64)
    folded = np.where(codes < _BMP, alike[low], codes)[places].astype(np.uint64)
    return _cut(made, folded, places, places + 1)


def words(made: Stripped, tokens: Tokenizer) -> Units:
    """The tokens that are left, marks and blanks aside, by sentence; a token that was touched by what was taken out is
    taken out.

    Raises `GovTextError` where the tokens are not the text.
    """
    cut = list(tokens(made.text))
    ends = np.cumsum(np.fromiter(map(len, cut), np.int64, len(cut)))
    if "".join(cut) != made.text:
        raise GovTextError("tokens that are not the text", found=f"{sum(map(len, cut))} characters",
                           expected=f"{len(made.text)}, every one in its place")  # fmt: skip
    starts = ends - np.fromiter(map(len, cut), np.int64, len(cut))
    taken = np.concatenate([[0], np.cumsum(made.gone)])
    whole = (taken[ends] == taken[starts]) & np.fromiter((_is_word(token) for token in cut), np.bool_, len(cut))
    kept = np.flatnonzero(whole)
    codes = np.fromiter((token_code(cut[place]) for place in kept), np.uint64, len(kept))
    return _cut(made, codes, starts[kept], ends[kept])


def _cut(made: Stripped, codes: Codes, starts: Offsets, ends: Offsets) -> Units:
    spans = np.array(sentence_spans(made), np.int64).reshape(-1, 2)
    bounds = np.searchsorted(starts, np.append(spans[:, 0], len(made.text)))
    filled = np.flatnonzero(np.diff(bounds))
    return Units(codes, starts, ends, np.append(bounds[filled], len(codes)), spans[filled])


@lru_cache(maxsize=65536)
def _is_word(token: str) -> bool:
    return any(map(str.isalnum, token))


@lru_cache(maxsize=262144)
def token_code(token: str) -> int:
    """64 bits that tell a token, folded in width and case."""
    folded = unicodedata.normalize("NFKC", token).lower()
    return int.from_bytes(hashlib.blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


@cache
def _tables() -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.bool_]]:
    """For each character of the basic plane what it is folded to, and whether it is a letter or digit."""
    alike = np.arange(_BMP, dtype=np.uint32)
    letter = np.zeros(_BMP, np.bool_)
    for code in range(_BMP):
        char = chr(code)
        letter[code] = char.isalnum()
        folded = unicodedata.normalize("NFKC", char).lower()
        if len(folded) == 1 and ord(folded) < _BMP:
            alike[code] = ord(folded)
    return alike, letter


def plain(codes: npt.NDArray[np.integer]) -> str:
    """Codes of characters as a text."""
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def mixed(codes: Codes) -> Codes:
    """64 bits from 64 bits, each of the one depending on all of the other (the finaliser of SplitMix64)."""
    with np.errstate(over="ignore"):
        made = (codes ^ (codes >> np.uint64(30))) * _MIX[0]
        made = (made ^ (made >> np.uint64(27))) * _MIX[1]
        return made ^ (made >> np.uint64(31))


def grams(codes: Codes, bounds: Offsets, n: int) -> tuple[Codes, Offsets]:
    """Hashes (64 bits) of all n-grams that lie within one sentence, and the sentence of each, in the order of the text.

    Two different n-grams of a million have the same hash with a chance of 3 in 100 million. Raises `GovTextError`
    where n is below 1.

    >>> hashes, owners = grams(np.array([1, 2, 1, 2], np.uint64), np.array([0, 2, 4]), 2)
    >>> bool(hashes[0] == hashes[1]), owners.tolist()
    (True, [0, 1])
    """
    if n < 1:
        raise GovTextError("no such n-grams", found=f"n = {n}", expected="1 or more")
    count = len(codes) - n + 1
    if count < 1:
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    owner = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    single = mixed(codes + _FACTOR)
    made = np.zeros(count, np.uint64)
    with np.errstate(over="ignore"):
        for place in range(n):
            made *= _FACTOR
            made += single[place : place + count]
    inside = owner[:count] == owner[n - 1 :]
    return mixed(made[inside]), owner[:count][inside]
