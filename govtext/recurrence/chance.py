"""Persistence against chance: are the problems of an issuer those of its year before more often than others' are?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from govtext.errors import GovTextError, UnknownCode
from govtext.recurrence.observed import Cube, History, history
from govtext.recurrence.shares import Floats, clustered_share, holm
from govtext.words.statistics import adjusted

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus

MOST = 100_000
"""No more permutations."""
ALL = "all"
"""The row of all codes together."""
Strata = npt.NDArray[np.int64]


def persistence(
    source: Corpus | pd.DataFrame | History,
    within: str | Sequence[str] = (),
    *,
    permutations: int = 999,
    seed: int = 1,
    level: float = 0.95,
) -> pd.DataFrame:
    """Share of issuer–code pairs stated again the next year, against what chance gives with the same base rates.

    observed = Σ s_t s_{t+1} / Σ s_t over issuers whose years t and t + 1 are observed, s = 1 where the code is stated.
    Chance: whole sets of codes change hands among the issuers of a year (and of a group of the variables `within`, such
    as region or level) that were observed in the same neighbouring years, so that base rates, sets and denominators
    stay; `expected` is the exact mean of that, `difference` and `ratio` are observed against it. p = (b + 1) / (m + 1)
    with b of m permutations at least as high as observed (one-sided; Phipson & Smyth 2010, SAGMB 9); adjusted over
    codes by Holm (1979) and by Benjamini & Hochberg (1995). Sets change hands as a permutation of rows, after Fisher
    (1935) and Good (2005). Columns: code (the first row is `all`), repeated, n, observed, low, high (Wilson at the
    effective number of cases by issuer), expected, difference, ratio, p, p_holm, p_bh, `fixed`: share of the pairs
    whose set had none to change with in both years. Raises `GovTextError` for a number of permutations that cannot be.
    """
    import pandas as pd

    if not 1 <= permutations <= MOST:
        raise GovTextError("permutations that cannot be", found=str(permutations), expected=f"1 to {MOST}")
    made = history(source)
    cube = made.cube
    strata = _strata(made, [within] if isinstance(within, str) else list(within))
    repeated, pairs = _repeats(cube.stated, cube.followed)
    expected, fixed = _expected(cube, strata)
    higher = _higher(cube, strata, repeated, permutations, np.random.default_rng(seed))
    rows = [_row(cube, number, repeated, pairs, expected, fixed, level) for number in (None, *range(len(cube.codes)))]
    frame = pd.DataFrame(rows, columns=["code", "repeated", "n", "observed", "low", "high", "expected", "fixed"])
    frame["difference"], frame["ratio"] = frame["observed"] - frame["expected"], frame["observed"] / frame["expected"]
    totals = np.append(higher[-1], higher[:-1])
    frame["p"] = np.where(frame["n"] > 0, (totals + 1) / (permutations + 1), np.nan)
    frame["p_holm"], frame["p_bh"] = _over_codes(frame["p"], holm), _over_codes(frame["p"], _bh)
    frame.attrs.update(measure="persistence", within="|".join(within) if not isinstance(within, str) else within,
                       permutations=permutations, seed=seed, level=level)  # fmt: skip
    return frame[["code", "repeated", "n", "observed", "low", "high", "expected", "difference", "ratio", "p", "p_holm",
                  "p_bh", "fixed"]]  # fmt: skip


def _strata(made: History, within: Sequence[str]) -> Strata:
    """Issuers × years: who may change with whom, −1 where nothing is observed."""
    cube = made.cube
    before = np.zeros_like(cube.observed)
    before[:, 1:] = cube.followed[:, :-1]
    strata = 2 * before.astype(np.int64) + cube.followed
    for name in within:
        if name not in made.years.columns:
            raise UnknownCode(f"no column {name!r}", expected=", ".join(made.years.columns))
        strata = strata * (len(made.years) + 2) + _numbered(made, name)
        strata = np.unique(strata, return_inverse=True)[1].reshape(strata.shape)
    return np.where(cube.observed, strata, -1)


def _numbered(made: History, name: str) -> Strata:
    """Issuers × years: the number of the variable's value, 0 where there is none."""
    cube = made.cube
    values = made.years[name].astype("category").cat.codes.to_numpy() + 1
    numbers = np.zeros(cube.observed.shape, np.int64)
    rows = np.searchsorted(cube.issuers, made.years["issuer_id"].to_numpy())
    numbers[rows, made.years["year"].to_numpy(np.int64) - int(cube.years[0])] = values
    return numbers


def _repeats(stated: Any, followed: Any) -> tuple[Floats, Floats]:
    """For each code how many pairs are repeated the next year, and how many pairs there are."""
    now = stated[:, :-1] & followed[:, :-1, None]
    return (now & stated[:, 1:]).sum((0, 1)).astype(float), now.sum((0, 1)).astype(float)


def _expected(cube: Cube, strata: Strata) -> tuple[Floats, Floats]:
    """For each code the mean of `repeated` over all permutations, and how many pairs can have no other partner."""
    rates = np.zeros(cube.stated.shape)
    alone = np.zeros(strata.shape, bool)
    for year in range(strata.shape[1]):
        seen = np.flatnonzero(strata[:, year] >= 0)
        _, of, sizes = np.unique(strata[seen, year], return_inverse=True, return_counts=True)
        sums = np.zeros((len(sizes), cube.stated.shape[2]))
        np.add.at(sums, of, cube.stated[seen, year].astype(float))
        rates[seen, year] = (sums / sizes[:, None])[of]
        alone[seen, year] = sizes[of] == 1
    followed = cube.followed[:, :-1, None]
    expected = (rates[:, :-1] * rates[:, 1:] * followed).sum((0, 1))
    stuck = (alone[:, :-1] & alone[:, 1:])[:, :, None] & followed & cube.stated[:, :-1]
    return expected, stuck.sum((0, 1)).astype(float)


def _higher(cube: Cube, strata: Strata, repeated: Floats, permutations: int, draw: np.random.Generator) -> Floats:
    """How many permutations repeat at least as many pairs as observed: for each code, then for all together."""
    goal = np.append(repeated, repeated.sum())
    higher = np.zeros(len(goal))
    sets = [cube.stated[:, year].astype(np.float32) for year in range(cube.stated.shape[1])]
    orders = [np.argsort(strata[:, year], kind="stable") for year in range(strata.shape[1])]
    followed = [cube.followed[:, year].astype(np.float32) for year in range(strata.shape[1])]
    for _ in range(permutations):
        found = np.zeros(len(repeated))
        before = None
        for year, own in enumerate(sets):
            mixed = np.lexsort((draw.random(len(own)), strata[:, year]))
            now = np.empty_like(own)
            now[orders[year]] = own[mixed]
            if before is not None:
                found += np.einsum("ic,ic,i->c", before, now, followed[year - 1])
            before = now
        higher += np.append(found, found.sum()) >= goal - 1e-6
    return higher


def _row(
    cube: Cube, number: int | None, repeated: Floats, pairs: Floats, expected: Floats, fixed: Floats, level: float
) -> tuple[Any, ...]:
    which = slice(None) if number is None else slice(number, number + 1)
    now = cube.stated[:, :-1, which] & cube.followed[:, :-1, None]
    issuer, _, _ = np.nonzero(now)
    share = clustered_share(cube.stated[:, 1:, which][now], issuer, level)
    n = pairs[which].sum()
    code = ALL if number is None else cube.codes[number]
    told = (expected[which].sum() / n, fixed[which].sum() / n) if n else (np.nan, np.nan)
    return code, int(repeated[which].sum()), int(n), *share[2:5], *told


def _over_codes(p: pd.Series[Any], adjust: Any) -> Floats:
    """Adjusted over the codes; the row of all is one test of its own and stays."""
    values = p.to_numpy(float)
    return np.append(values[:1], adjust(values[1:])) if len(values) > 1 else values


def _bh(p: Floats) -> Floats:
    result = np.full(len(p), np.nan)
    known = ~np.isnan(p)
    result[known] = adjusted(p[known]) if known.any() else []
    return result
