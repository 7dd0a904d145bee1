"""How alike a report and the one before it are as wholes: cosine, Jaccard, edits, diff, and adjusted for length."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from govtext.errors import GovTextError
from govtext.reuse.rows import by_pair, frame, told_of_pair
from govtext.reuse.source import Against, Prepared, Prose, prose
from govtext.reuse.units import Units, grams

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus

Floats = npt.NDArray[np.float64]
_EDITS = 20_000
"""Units above which the minimum edit is not computed: its cost grows with the product of both lengths."""
_WHO = {"report": "string", "issuer": "string", "year": "Int64", "previous": "string"}


def similarity(
    source: Corpus | Prose | pd.DataFrame, *, n: int | None = None, against: Against = "own", seed: int = 1
) -> pd.DataFrame:
    """How alike a report and the one before it are, in four ways: Cohen, Malloy & Nguyen (2020), J. Finance 75(3).

    cosine: a·b / (|a||b|) of the counts of terms; jaccard: |A∩B| / |A∪B| of the sets of terms; min_edit:
    1 − Levenshtein(a, b) / max(|a|, |b|) over units in their order; simple_diff: 1 − (units in sentences that a diff
    deletes or adds) / (units of both). How the last two are scaled to 0 … 1 is our reading. Terms are words where
    `tokens` cuts them, else n-grams of characters; n None: 1 word, or 2 characters. One row a report: report, issuer,
    year, previous, the four, terms_shared, terms (of both), length and length_previous (units), n (sentences), reason.

    >>> import pandas as pd
    >>> made = similarity(pd.DataFrame({"report": ["a", "b"], "issuer": ["x", "x"], "year": [2021, 2022],
    ...     "text": ["更新栏目。开展培训。", "更新栏目。组织培训。"]}))
    >>> made.loc[1, ["cosine", "jaccard", "min_edit", "simple_diff"]].round(3).tolist()
    [0.667, 0.5, 0.75, 0.5]
    """
    given = prose(source)
    length = n or (2 if given.tokens is None else 1)
    rows = [
        {**told_of_pair(pair), "reason": pair.reason, **values}
        for pair, values in by_pair(given, partial(_similarity, n=length), against, seed)
    ]
    four = dict.fromkeys(("cosine", "jaccard", "min_edit", "simple_diff"), "Float64")
    counted = dict.fromkeys(("terms_shared", "terms", "length", "length_previous", "n"), "Int64")
    columns = {**_WHO, **four, **counted, "reason": "string"}
    return frame(rows, columns, given, measure="similarity", n=length, against=against)


def _similarity(now: Prepared, before: Prepared, n: int) -> Mapping[str, Any]:
    a, b = now.units, before.units
    shared, both = _sets(a, b, n)
    return {
        "cosine": cosine(a, b, n), "jaccard": shared / both if both else None, "min_edit": min_edit(a, b),
        "simple_diff": simple_diff(a, b), "terms_shared": shared, "terms": both, "length": len(a),
        "length_previous": len(b), "n": len(a.lengths),
    }  # fmt: skip


def _sets(a: Units, b: Units, n: int) -> tuple[int, int]:
    first, second = (np.unique(grams(each.codes, each.bounds, n)[0]) for each in (a, b))
    shared = len(np.intersect1d(first, second, assume_unique=True))
    return shared, len(first) + len(second) - shared


def cosine(a: Units, b: Units, n: int) -> float | None:
    """Cosine of the counts of terms; None where a text has none."""
    terms = [grams(each.codes, each.bounds, n)[0] for each in (a, b)]
    if not all(map(len, terms)):
        return None
    names, numbers = np.unique(np.concatenate(terms), return_inverse=True)
    counts = [np.bincount(part, minlength=len(names)).astype(float) for part in np.split(numbers, [len(terms[0])])]
    return float(min(counts[0] @ counts[1] / np.sqrt((counts[0] @ counts[0]) * (counts[1] @ counts[1])), 1.0))


def min_edit(a: Units, b: Units) -> float | None:
    """1 − Levenshtein distance / longer length; None for texts of more than 20,000 units."""
    from rapidfuzz.distance import Levenshtein

    if max(len(a), len(b)) > _EDITS:
        return None
    _, numbers = np.unique(np.concatenate([a.codes, b.codes]), return_inverse=True)
    left, right = (part.tolist() for part in np.split(numbers, [len(a)]))
    return float(Levenshtein.normalized_similarity(left, right))


def simple_diff(a: Units, b: Units) -> float:
    """1 − units in sentences that are not in the longest common subsequence of sentences / units of both."""
    from rapidfuzz.distance import LCSseq

    numbers: dict[bytes, int] = {}
    sides = [
        [numbers.setdefault(each.sentence(at).tobytes(), len(numbers)) for at in range(len(each.lengths))]
        for each in (a, b)
    ]
    kept = 0
    for code in LCSseq.opcodes(sides[0], sides[1]):
        if code.tag == "equal":
            kept += int(a.lengths[code.src_start : code.src_end].sum())
    return 2 * kept / (len(a) + len(b))


def modification(
    source: Corpus | Prose | pd.DataFrame, *, n: int | None = None, degree: int = 5, against: Against = "own",
    seed: int = 1,
) -> pd.DataFrame:  # fmt: skip
    """How much a report was changed since the year before, as it is and adjusted for its length.

    raw = 1 − cosine of the counts of terms; score = raw − E[raw | length], the expectation by least squares on the
    powers 1 to `degree` of the length in units. Brown & Tucker (2011), JAR 49(2), with words and five powers (as
    remembered). `score` is relative to the reports at hand and has no value where they are fewer than three times the
    coefficients. One row a report: report, issuer, year, previous, raw, score, length, n (reports in the regression),
    reason; the R² stands in `attrs`.
    """
    import pandas as pd

    made = similarity(source, n=n, against=against, seed=seed)
    used = made["cosine"].notna().to_numpy()
    raw = (1.0 - made.loc[used, "cosine"]).to_numpy(float)
    score, fit = residuals(raw, made.loc[used, "length"].to_numpy(float), degree)
    result = made[[*_WHO, "length", "reason"]].assign(raw=1.0 - made["cosine"], n=int(used.sum()))
    result["score"] = pd.array([pd.NA] * len(made), dtype="Float64")
    if score is not None:
        result.loc[used, "score"] = score
    else:
        result.loc[used, "reason"] = "too_few"
    result = result[[*_WHO, "raw", "score", "length", "n", "reason"]]
    result.attrs = {**made.attrs, "measure": "modification", "degree": degree, "r2": fit}
    return result


def residuals(raw: Floats, length: Floats, degree: int) -> tuple[Floats | None, float | None]:
    """raw less what a polynomial in length foretells, and R²; None where there are too few values.

    >>> residuals(np.array([1.0, 2, 3, 4, 5, 7]), np.array([1.0, 2, 3, 4, 5, 6]), 1)[0].round(2).tolist()
    [0.19, 0.05, -0.1, -0.24, -0.38, 0.48]
    """
    if degree < 1:
        raise GovTextError("no such polynomial", found=f"degree {degree}", expected="1 or more")
    if len(raw) < 3 * (degree + 1) or len(np.unique(length)) <= degree:
        return None, None
    spread = length.std()
    powers = np.vander((length - length.mean()) / spread, degree + 1)
    left = raw - powers @ np.linalg.lstsq(powers, raw, rcond=None)[0]
    total = ((raw - raw.mean()) ** 2).sum()
    return left, float(1 - (left**2).sum() / total) if total else None
