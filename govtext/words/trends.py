"""How often words stand from year to year, with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from govtext.errors import UnknownCode
from govtext.words.cutting import tokens
from govtext.words.dictionary import Dictionary, matches
from govtext.words.frequencies import PER
from govtext.words.result import told
from govtext.words.segmenter import Cutter
from govtext.words.statistics import poisson, wilson
from govtext.words.tally import running_tokens

if TYPE_CHECKING:
    import pandas as pd

INTERVALS = ("poisson", "documents")


def trend(
    source: Any,
    words: Sequence[str] | Dictionary | Mapping[str, Sequence[str]],
    *,
    interval: str = "poisson",
    level: float = 0.95,
    segmenter: Cutter | None = None,
) -> pd.DataFrame:
    """Words, or the categories of a dictionary, by year (and by group, where the texts have groups).

    Columns [group,] year, term, n, tokens, rate, low, high, dispersion, size, documents, share, share_low,
    share_high. rate: n per 10,000 running tokens. Its interval: "poisson", exact (Garwood 1936), as if tokens were
    independent; "documents", as if documents were drawn, rate ± z · s with the ratio estimator's variance D/(D − 1)
    Σ(nᵢ − r tᵢ)² / (Σtᵢ)² (Cochran 1977, Sampling Techniques, ch. 6). `dispersion` is that variance over the Poisson
    one: far above 1, the word comes in clusters and the Poisson interval is too narrow. share: `documents` with the
    term of `size` (Wilson 1927). Documents without a year are left out (`attrs["without_year"]`). A value that is not
    known is NaN.

    >>> import pandas as pd
    >>> from govtext.words import texts
    >>> frame = pd.DataFrame({"text": ["公开及时", "公开公开", "更新滞后"], "year": [2020, 2021, 2021]})
    >>> trend(texts(frame), ["公开"])[["year", "n", "tokens", "rate", "documents", "size"]].values.tolist()
    [[2020.0, 1.0, 2.0, 5000.0, 1.0, 1.0], [2021.0, 2.0, 4.0, 5000.0, 1.0, 2.0]]
    """
    if interval not in INTERVALS:
        raise UnknownCode(f"no interval {interval!r}", expected=" or ".join(INTERVALS))
    made = tokens(source, segmenter)
    sought = _sought(words)
    frame, without = _frame(_sums(made, sought), list(sought.categories), made.source.by is not None)
    _add_rate(frame, interval, level)
    frame["share"] = frame["documents"] / frame["size"]
    frame["share_low"], frame["share_high"] = wilson(frame["documents"], frame["size"], level)
    told(frame, "trend", made, interval=interval, level=level, without_year=without)
    return frame.drop(columns=["n2", "nt", "t2"])


def _sought(words: Sequence[str] | Dictionary | Mapping[str, Sequence[str]]) -> Dictionary:
    if isinstance(words, Dictionary):
        return words
    if isinstance(words, str):
        return Dictionary({words: [words]})
    return Dictionary(words if isinstance(words, Mapping) else {word: [word] for word in words})


def _sums(made: Any, sought: Dictionary) -> dict[tuple[Any, Any], npt.NDArray[np.float64]]:
    """For each group and year, of each category: n, documents with it, Σn², Σnt; last row: documents, Σt, Σt²."""
    names = list(sought.categories)
    sums: dict[tuple[Any, Any], npt.NDArray[np.float64]] = {}
    for batch, found in matches(made, sought):
        length = running_tokens(batch, made.vocabulary.running)
        for at, key in enumerate(batch.keys(("group", "year"))):
            each = sums.setdefault((key[0], key[1]), np.zeros((len(names) + 1, 4)))
            n = np.array([found[at, name] for name in names], np.float64)
            each[:-1] += np.column_stack([n, n > 0, n**2, n * length[at]])
            each[-1] += [1, length[at], float(length[at]) ** 2, 0]
    return sums


def _frame(sums: Mapping[tuple[Any, Any], Any], names: list[str], grouped: bool) -> tuple[pd.DataFrame, int]:
    import pandas as pd

    rows = []
    without = 0
    for group, year in sorted(sums, key=lambda key: (str(key[0]), key[1] or 0)):
        each = sums[group, year]
        if year is None:
            without += int(each[-1, 0])
            continue
        size, total, squares, _ = each[-1]
        rows += [(group, year, name, *each[at], size, total, squares) for at, name in enumerate(names)]
    columns = ["group", "year", "term", "n", "documents", "n2", "nt", "size", "tokens", "t2"]
    frame = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(("year", "n", "documents", "size", "tokens"), int))
    order = [*(["group"] if grouped else []), "year", "term", "n", "tokens", "n2", "nt", "t2", "size", "documents"]
    return frame[order], without


def _add_rate(frame: pd.DataFrame, interval: str, level: float) -> None:
    from scipy.stats import norm  # type: ignore[import-untyped]

    n, total, size = (frame[name].to_numpy(np.float64) for name in ("n", "tokens", "size"))
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = n / total
        squares = np.maximum(frame["n2"] - 2 * rate * frame["nt"] + rate**2 * frame["t2"], 0.0)
        variance = np.where(size > 1, size / (size - 1) * squares / total**2, np.nan)
        dispersion = variance / (n / total**2)
        half = norm.ppf(0.5 + level / 2) * np.sqrt(variance)
        low, high = (bound / total for bound in poisson(n, level))
    if interval == "documents":
        low, high = np.maximum(rate - half, 0.0), rate + half
    at = list(frame.columns).index("n2")
    for name, values in (("dispersion", dispersion), ("high", PER * high), ("low", PER * low), ("rate", PER * rate)):
        frame.insert(at, name, values)
