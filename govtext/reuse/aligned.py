"""What of a report is aligned with the one before it, as a share and sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from govtext.errors import UnknownCode
from govtext.reuse import kept
from govtext.reuse.alignment import lengths, passages
from govtext.reuse.passages import Passage
from govtext.reuse.rows import SHARE, against_lines, by_pair, frame, measured, share, told_of_pair
from govtext.reuse.source import Against, Pair, Prepared, Prose, prose
from govtext.reuse.units import Units, grams

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus


@dataclass(frozen=True)
class Aligner:
    """Equal units of two reports in shared passages; what was aligned before is looked up."""

    seed: int
    least: int
    known: Mapping[bytes, int]

    def __call__(self, now: Prepared, before: Prepared) -> Mapping[str, Any]:
        key = kept.key(now.units, before.units, self.seed, self.least)
        shared = self.known.get(key)
        if shared is None:
            found, _ = passages(now.units, before.units, seed=self.seed, least=self.least)
            shared = sum(each.units for each in found)
        values = share(shared, len(now.units), len(now.units.lengths))
        return {**values, "key": key, "denominator_previous": len(before.units)}


def aligned_share(
    source: Corpus | Prose | pd.DataFrame, *, seed_length: int | None = None, least: int | None = None,
    against: Against = "own", seed: int = 1,
) -> pd.DataFrame:  # fmt: skip
    """Share of a report that is aligned with the issuer's report on the year before.

    equal units in shared passages / units (see `align`; Smith & Waterman 1981, Linder et al. 2020); no unit counts
    twice, so that a sentence that stands twice needs two in the other. `seed_length` None: 6 characters or 3 words;
    `least` None: a score of 24 (12 equal characters) or 12 (6 words). Rows and columns as in `stickiness`. Alignments
    are kept in the source's cache by content.

    >>> import pandas as pd
    >>> made = aligned_share(pd.DataFrame({
    ...     "report": ["a", "b"], "issuer": ["x", "x"], "year": [2021, 2022],
    ...     "text": ["不断扩大公众参与的范围和深度。", "不断扩大公众参与范围和深度。开展培训。"]}))
    >>> made.loc[1, ["numerator", "denominator"]].tolist()
    [13, 17]
    """
    given = prose(source)
    n, score = lengths(given.tokens, seed_length, least)
    known = kept.known(given.cache)
    new: dict[bytes, int] = {}
    rows = []
    for pair, values in by_pair(given, Aligner(n, score, known), against, seed):
        rows.append({**told_of_pair(pair), "reason": pair.reason, **values})
        if values and values["key"] not in known:
            new[values["key"]] = values["numerator"]
    kept.keep(given.cache, new)
    options = {"seed_length": n, "least": score, "against": against, "aligned_now": len(new)}
    return against_lines(frame(rows, SHARE, given, measure="aligned_share", **options))


SENTENCES = {
    "report": "string", "issuer": "string", "year": "Int64", "previous": "string", "sentence": "Int64",
    "start": "Int64", "end": "Int64", "units": "Int64", "how": "string", "jaccard": "Float64", "aligned": "Float64",
    "previous_start": "Int64", "previous_end": "Int64", "text": "string",
}  # fmt: skip


def copied_sentences(
    source: Corpus | Prose | pd.DataFrame, *, pairs: Sequence[tuple[str, str]] | None = None, threshold: float = 0.5,
    n: int | None = None, part: float = 0.6, against: Against = "own", seed: int = 1,
) -> pd.DataFrame:  # fmt: skip
    """Each sentence of a report and where it stands in the report before: the same, near, aligned, or not.

    `how`: exact (the same units), near (Jaccard of the sets of n-grams at least `threshold`; n None: 3 characters or 2
    words, for a sentence is short), aligned (at least `part` of its units stand equal in shared passages), or none.
    `pairs`: reports and what they are held against, instead of `against`. One row a sentence: report, issuer, year,
    previous, sentence (number), start and end (in the report's text), units, how, jaccard (with the sentence most like
    it), aligned (share of its units), previous_start and previous_end (exact, near: that sentence; aligned: from the
    first to the last unit aligned), text.
    """
    given = prose(source)
    options = {"n": n or (3 if given.tokens is None else 2), "threshold": threshold, "part": part}
    measure = partial(_sentences, **options, found_by=lengths(given.tokens))  # type: ignore[arg-type]
    if pairs is None:
        results = by_pair(given, measure, against, seed)
    else:
        results = iter(measured(given, _chosen(given, pairs), measure))
    rows = [{**told_of_pair(pair), **row} for pair, values in results for row in values.get("rows", ())]
    return frame(rows, SENTENCES, given, measure="copied_sentences", **options)


def _chosen(source: Prose, pairs: Sequence[tuple[str, str]]) -> list[Pair]:
    entries = {entry.report: entry for entry in source.entries}
    for report in (each for pair in pairs for each in pair):
        if report not in entries:
            raise UnknownCode(f"no report {report!r} here", expected="an id of the source")
    return [Pair(entries[now], entries[before], None) for now, before in pairs]


def _sentences(
    now: Prepared, before: Prepared, n: int, threshold: float, part: float, found_by: tuple[int, int]
) -> Mapping[str, Any]:
    best, likeness = _most_like(now.units, before.units, n)
    found, _ = passages(now.units, before.units, seed=found_by[0], least=found_by[1])
    partner = _partners(now.units, found)
    return {"rows": list(_rows(now, before, best, likeness, partner, (threshold, part)))}


def _rows(
    now: Prepared, before: Prepared, best: npt.NDArray[np.int64], likeness: npt.NDArray[np.float64],
    partner: npt.NDArray[np.int64], least: tuple[float, float],
) -> Iterator[dict[str, Any]]:  # fmt: skip
    units, other = now.units, before.units
    for at, (start, end) in enumerate(units.spans.tolist()):
        within = partner[units.bounds[at] : units.bounds[at + 1]]
        aligned = float((within >= 0).mean())
        row = {"sentence": at, "start": start, "end": end, "units": len(within), "jaccard": float(likeness[at]),
               "aligned": aligned, "text": now.made.text[start:end], "how": "none"}  # fmt: skip
        if likeness[at] >= least[0]:
            same = np.array_equal(units.sentence(at), other.sentence(int(best[at])))
            first, last = other.spans[int(best[at])].tolist()
            row |= {"how": "exact" if same else "near", "previous_start": first, "previous_end": last}
        elif aligned >= least[1]:
            there = within[within >= 0]
            row |= {"how": "aligned", "previous_start": int(other.starts[there.min()]),
                    "previous_end": int(other.ends[there.max()])}  # fmt: skip
        yield row


def _most_like(a: Units, b: Units, n: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """For each sentence of a the sentence of b with the greatest Jaccard, and that; a sentence with fewer than n units
    is like one with the same units only."""
    from scipy.sparse import csr_array  # type: ignore[import-untyped]

    sides = [_gram_sets(each, n) for each in (a, b)]
    names, columns = np.unique(np.concatenate([hashes for hashes, _ in sides]), return_inverse=True)
    parts = np.split(columns, [len(sides[0][0])])
    left, right = (
        csr_array((np.ones(len(owners), np.int32), (owners, column)), shape=(len(each.lengths), len(names)))
        for (_, owners), column, each in zip(sides, parts, (a, b), strict=True)
    )
    shared = (left @ right.T).toarray()
    sizes = left.sum(axis=1)[:, None] + right.sum(axis=1)[None, :] - shared
    likeness = shared / np.maximum(sizes, 1)
    best = likeness.argmax(axis=1)
    return best, likeness[np.arange(len(best)), best]


def _gram_sets(units: Units, n: int) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """Each n-gram of a sentence once, and its sentence; of a short sentence one that stands for the whole."""
    hashes, owners = grams(units.codes, units.bounds, n)
    short = np.flatnonzero(units.lengths < n)
    whole = [
        grams(units.sentence(int(at)), np.array([0, units.lengths[at]]), int(units.lengths[at]))[0] for at in short
    ]
    hashes, owners = np.concatenate([hashes, *whole]), np.concatenate([owners, short])
    pairs = np.unique(np.rec.fromarrays([owners, hashes]))
    return pairs["f1"], pairs["f0"]


def _partners(a: Units, found: Sequence[Passage]) -> npt.NDArray[np.int64]:
    """For each unit of a that of the other text it is aligned with, -1 where there is none."""
    made = np.full(len(a), -1, np.int64)
    for passage in found:
        made[passage.pairs[:, 0]] = passage.pairs[:, 1]
    return made
