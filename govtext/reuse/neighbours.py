"""Sentences that are nearly alike among very many: exact copies first, MinHash with bands, then the exact Jaccard."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from govtext.errors import GovTextError
from govtext.reuse.units import Offsets, Tokenizer, grams, mixed, token_code

if TYPE_CHECKING:
    import pandas as pd

Keys = npt.NDArray[np.uint64]
_ROWS = 1 << 14
"""Sentences whose n-grams are hashed at once."""
_GRAM_BITS = 48
_PAIRS = 1 << 17
"""Candidates whose Jaccard is computed at once."""


@dataclass(frozen=True)
class Near:
    """Distinct sentences, which of them are nearly alike, and what was not compared.

    `sentences`: the distinct ones; `group[i]`: number of the distinct sentence that the i-th given one is (-1: empty);
    `pairs`: left, right (numbers of distinct sentences, left < right), jaccard; `left_out`: one row a bucket that was
    too large to be compared as a whole: band, size, pairs that were not compared in it, and an example.
    """

    sentences: list[str] = field(repr=False)
    group: npt.NDArray[np.int64] = field(repr=False)
    pairs: pd.DataFrame = field(repr=False)
    left_out: pd.DataFrame = field(repr=False)
    threshold: float
    n: int
    bands: int
    rows: int
    candidates: int
    """Pairs whose Jaccard was computed."""

    @property
    def recall(self) -> float:
        """Chance that a pair just at the threshold is a candidate, 1 − (1 − t^r)^b (buckets left whole)."""
        return chance(self.threshold, self.bands, self.rows)


def chance(jaccard: float, bands: int, rows: int) -> float:
    """Chance that a pair with this Jaccard shares a band: 1 − (1 − J^r)^b.

    Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, chapter 3.

    >>> round(chance(0.8, 20, 5), 5)
    0.99964
    """
    return 1.0 - (1.0 - jaccard**rows) ** bands


def banding(threshold: float, recall: float, permutations: int) -> tuple[int, int]:
    """Bands and rows a band: the longest rows with which a pair at the threshold is found with this chance.

    Raises `GovTextError` where so few permutations cannot give it.

    >>> banding(0.8, 0.95, 128)
    (13, 7)
    """
    for rows in range(permutations, 0, -1):
        shared = threshold**rows
        bands = 1 if shared >= 1 else math.ceil(math.log(1.0 - recall) / math.log1p(-shared)) if shared else math.inf
        if bands * rows <= permutations:
            return int(bands), rows
    raise GovTextError("too few permutations", found=f"{permutations} for a threshold of {threshold}",
                       expected="more permutations, or a lower recall")  # fmt: skip


def near(
    sentences: Sequence[str],
    *,
    threshold: float = 0.7,
    n: int = 5,
    tokens: Tokenizer | None = None,
    recall: float = 0.95,
    permutations: int = 128,
    cap: int = 50,
    seed: int = 1,
) -> Near:
    """Pairs of sentences whose sets of n-grams have a Jaccard |A∩B| / |A∪B| of at least the threshold.

    `sentences`: normalised (`sentences(…)["normal"]`); n-grams of characters, or of words where `tokens` cuts them. A
    sentence with fewer than n units is compared as a whole only. `recall`: chance that a pair just at the threshold is
    found (the more alike, the surer); `cap`: in a bucket of more than `cap` + 1 sentences each is compared with the
    next `cap` only, and `left_out` says so. The Jaccard itself is exact, of n-grams told by 48 bits. Broder (1997),
    "On the resemblance and containment of documents"; MinHash by rensa.

    >>> found = near(["更新栏目不及时影响群众查询", "更新栏目不够及时影响群众查询", "答复文书样式统一"], threshold=0.3)
    >>> found.pairs.round(2).values.tolist()
    [[0.0, 1.0, 0.36]]
    """
    _check(threshold, recall, n, cap)
    import pandas as pd

    group, distinct = _distinct(sentences)
    bands, rows = banding(threshold, recall, permutations)
    sets, keys = _hashed(distinct, n, tokens, bands, rows, seed)
    found, left_out, candidates = _Search(sets, keys, threshold, cap).run()
    shown = pd.DataFrame(left_out, columns=["band", "size", "pairs", "sentence"])
    shown["sentence"] = [distinct[number] for number in shown["sentence"]]
    return Near(distinct, group, _frame(found), shown, threshold, n, bands, rows, candidates)


def _check(threshold: float, recall: float, n: int, cap: int) -> None:
    if not (0 < threshold <= 1 and 0 < recall < 1 and n >= 1 and cap >= 1):
        raise GovTextError("no such search", found=f"threshold {threshold}, recall {recall}, n {n}, cap {cap}",
                           expected="threshold and recall between 0 and 1, n and cap 1 or more")  # fmt: skip


def _distinct(sentences: Sequence[str]) -> tuple[npt.NDArray[np.int64], list[str]]:
    numbers: dict[str, int] = {}
    group = np.fromiter(
        (numbers.setdefault(each, len(numbers)) if each else -1 for each in sentences), np.int64, len(sentences)
    )
    return group, list(numbers)


def _hashed(
    texts: list[str], n: int, tokens: Tokenizer | None, bands: int, rows: int, seed: int
) -> tuple[Any, Keys]:  # fmt: skip
    """The set of n-grams of each sentence as a sparse row, and its key in each band; shape of the keys (b, sentences).

    A sentence without n-grams has a key of its own in every band.
    """
    from scipy.sparse import csr_array  # type: ignore[import-untyped]

    keys = np.empty((bands, len(texts)), np.uint64)
    columns, counts = [np.empty(0, np.int64)], [np.zeros(1, np.int64)]
    for start in range(0, len(texts), _ROWS):
        part = texts[start : start + _ROWS]
        flat, offsets = _sets(part, n, tokens)
        keys[:, start : start + len(part)] = _band_keys(flat, offsets, bands, rows, seed, start)
        columns.append(flat)
        counts.append(np.diff(offsets))
    indices, pointers = np.concatenate(columns), np.cumsum(np.concatenate(counts))
    shape = (len(texts), 1 << _GRAM_BITS)
    return csr_array((np.ones(len(indices), np.int8), indices, pointers), shape=shape), keys


def _sets(texts: list[str], n: int, tokens: Tokenizer | None) -> tuple[npt.NDArray[np.int64], Offsets]:
    """The n-grams of each text, sorted, each once, 48 bits of each; and where those of each text begin."""
    codes, bounds = codes_of(texts, tokens)
    hashes, owners = grams(codes, bounds, n)
    keys = np.unique((owners.astype(np.uint64) << np.uint64(_GRAM_BITS)) | (hashes >> np.uint64(64 - _GRAM_BITS)))
    owner = (keys >> np.uint64(_GRAM_BITS)).astype(np.int64)
    offsets = np.searchsorted(owner, np.arange(len(texts) + 1))
    return (keys & np.uint64((1 << _GRAM_BITS) - 1)).astype(np.int64), offsets


def codes_of(texts: Sequence[str], tokens: Tokenizer | None = None) -> tuple[Keys, Offsets]:
    """Characters, or words, of normalised texts as codes, and where those of each text begin."""
    if tokens is None:
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    else:
        cut = [[token_code(token) for token in tokens(text)] for text in texts]
        lengths = np.fromiter(map(len, cut), np.int64, len(cut))
        codes = np.fromiter((code for each in cut for code in each), np.uint64, int(lengths.sum()))
    return codes, np.concatenate([[0], np.cumsum(lengths)])


def _band_keys(
    flat: npt.NDArray[np.int64], offsets: Offsets, bands: int, rows: int, seed: int, first: int
) -> Keys:  # fmt: skip
    from rensa import RMinHash  # type: ignore[import-untyped]

    matrix = RMinHash.digest_matrix_from_flat_token_hashes(
        mixed(flat.astype(np.uint64)), offsets.astype(np.uint64), bands * rows, seed
    )
    digests = np.array(matrix.to_rows(), np.uint32).reshape(len(offsets) - 1, bands, rows)
    made = np.zeros((bands, len(digests)), np.uint64)
    with np.errstate(over="ignore"):
        for row in range(rows):
            made = (made ^ digests[:, :, row].T) * np.uint64(0x9E3779B97F4A7C15)
            made ^= made >> np.uint64(29)
    empty = np.flatnonzero(np.diff(offsets) == 0)
    made[:, empty] = (empty + first).astype(np.uint64)
    return made


class _Search:
    """Candidates band by band; a pair that shared an earlier band, in a bucket left whole, is not looked at again."""

    def __init__(self, sets: Any, keys: Keys, threshold: float, cap: int) -> None:
        self.sets, self.keys, self.threshold, self.cap = sets, keys, threshold, cap
        self.sizes = np.diff(sets.indptr)
        self.left_out: list[tuple[int, int, int, int]] = []

    def run(
        self,
    ) -> tuple[list[tuple[Offsets, Offsets, npt.NDArray[np.float64]]], list[tuple[int, int, int, int]], int]:
        found, candidates = [], 0
        for band in range(len(self.keys)):
            for left, right in self._candidates(band):
                candidates += len(left)
                jaccard = self._jaccard(left, right)
                good = jaccard >= self.threshold
                found.append((left[good], right[good], jaccard[good]))
        return found, self.left_out, candidates

    def _candidates(self, band: int) -> Iterator[tuple[Offsets, Offsets]]:
        order = np.argsort(self.keys[band], kind="stable")
        key = self.keys[band][order]
        same = np.flatnonzero(key[1:] == key[:-1])
        self._bound(band, order, key)
        for step in range(1, self.cap + 1):
            if not len(same):
                return
            yield from self._fresh(band, order[same], order[same + step])
            same = same[same + step + 1 < len(key)]
            same = same[key[same + step + 1] == key[same]]

    def _bound(self, band: int, order: Offsets, key: Keys) -> None:
        """Note what the cap leaves out of each bucket; its members count as not compared in later bands."""
        edges = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1], [True]]))
        for at in np.flatnonzero(np.diff(edges) > self.cap + 1):
            members, rest = order[edges[at] : edges[at + 1]], int(edges[at + 1] - edges[at]) - self.cap
            self.left_out.append((band, len(members), rest * (rest - 1) // 2, int(members[0])))
            self.keys[band, members] = members.astype(np.uint64)

    def _fresh(self, band: int, first: Offsets, second: Offsets) -> Iterator[tuple[Offsets, Offsets]]:
        """Pairs of fitting sizes that no earlier band has given."""
        small = np.minimum(self.sizes[first], self.sizes[second])
        fits = small >= self.threshold * np.maximum(self.sizes[first], self.sizes[second])
        first, second = first[fits], second[fits]
        for start in range(0, len(first), _PAIRS):
            left, right = first[start : start + _PAIRS], second[start : start + _PAIRS]
            for before in range(band):
                new = self.keys[before, left] != self.keys[before, right]
                left, right = left[new], right[new]
            if len(left):
                yield np.minimum(left, right), np.maximum(left, right)

    def _jaccard(self, left: Offsets, right: Offsets) -> npt.NDArray[np.float64]:
        shared = np.asarray(self.sets[left].multiply(self.sets[right]).sum(axis=1, dtype=np.int64)).ravel()
        both: npt.NDArray[np.float64] = shared / (self.sizes[left] + self.sizes[right] - shared)
        return both


def _frame(found: list[tuple[Offsets, Offsets, npt.NDArray[np.float64]]]) -> pd.DataFrame:
    """The pairs in order, each once: two bands may give one that stood in a bucket that was not left whole."""
    import pandas as pd

    columns = [np.concatenate([each[at] for each in found]) if found else np.empty(0) for at in range(3)]
    kinds = {"left": np.int64, "right": np.int64, "jaccard": np.float64}
    frame = pd.DataFrame(dict(zip(kinds, columns, strict=True))).astype(kinds)
    return frame.drop_duplicates(["left", "right"]).sort_values(["left", "right"], ignore_index=True)


def jaccard(left: Sequence[object], right: Sequence[object]) -> float:
    """|A∩B| / |A∪B| of the two sets; 0 where both are empty.

    Jaccard (1912); in texts Broder (1997), Cohen, Malloy & Nguyen (2020).

    >>> jaccard("ab", "bc") == 1 / 3
    True
    """
    a, b = set(left), set(right)
    return len(a & b) / len(a | b) if a or b else 0.0
