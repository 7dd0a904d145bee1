"""Selective self-criticism: which problems reports name, over codes, regions, years; after 李学、方立 (2026)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govtext.display.language import current
from govtext.errors import GovTextError, UnknownCode
from govtext.forms import Label
from govtext.problems.taxonomy import taxonomy
from govtext.recurrence.crosstab import Numbers, chi_square, cramers_v, expected_counts, permuted, residuals
from govtext.recurrence.declared import words
from govtext.recurrence.observed import History, history
from govtext.recurrence.shares import clustered_share
from govtext.recurrence.weighing import RESIDUAL, sort_of, substantive

if TYPE_CHECKING:
    from govtext.corpus.opened import Corpus

SMALL = 5.0
"""Expected counts below this make χ² doubtful (Cochran 1954)."""
_INFLATED = 1.2
"""χ² that dependence makes larger than this, on average, is not to be trusted."""
_MOST = 100_000


@dataclass(frozen=True, eq=False)
class SelfCriticism:
    """`tests`: one row a grouping; `tables`, `expected`, `residuals`: codes × groups of each; `substantive`: shares.

    Columns of `tests`: group, n, rows, columns, chi2, df, p, cramers_v, low, high, small_expected (cells with an
    expected count below 5), p_cases and p_issuers (permutation of cases, and of whole issuers or their years),
    inflation (mean of χ² by the latter over df: how far dependence blows χ² up), doubt (codes of
    `govtext.recurrence.words()`, parted by |). The first row, group `codes`, tests that all codes named at all are
    equally frequent. `paper` and `differs` say what the paper did and what is done here.
    """

    tests: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]
    expected: Mapping[str, pd.DataFrame]
    residuals: Mapping[str, pd.DataFrame]
    substantive: pd.DataFrame

    @property
    def paper(self) -> Label:
        return words()["design.paper"]

    @property
    def differs(self) -> Label:
        return words()["design.differs"]

    def __repr__(self) -> str:
        return f"{self.tests.to_string(index=False)}\n\n{self.paper[current()]}\n{self.differs[current()]}"

    def _repr_html_(self) -> str:
        table = self.tests.to_html(index=False, notebook=True)
        return f"{table}<p>{self.paper[current()]}</p><p>{self.differs[current()]}</p>"


def self_criticism(
    source: Corpus | pd.DataFrame | History,
    group: str | Sequence[str] = ("region", "year", "level"),
    *,
    unit: str = "first",
    permutations: int = 999,
    seed: int = 1,
    level: float = 0.95,
) -> SelfCriticism:
    """Contingency tables of codes × groups, tested: the design of 李学、方立 (2026) on any corpus.

    `group`: variables of the reports. `unit`: `first` counts a problem once, by its first code; `all` once for each of
    its codes, so that cases are not separate and χ² is too high. χ² of Pearson (1900), Cramér's V by Bergsma (2013),
    residuals by Haberman (1973). Where expected counts are small, use p_cases; where issuers stand in several years,
    p_issuers: a variable that stays the same for an issuer changes hands between issuers, the year within an issuer,
    any other between the years of all issuers. `substantive`: by group, the share of problems that are in the narrow or
    the wide list by any of their codes or by their words (`substantive()`), whatever the `unit`, and evasiveness, one
    minus it. What differs from the paper stands in `differs`. Raises `UnknownCode` for a group or unit that is not
    there.
    """
    made = history(source)
    names = [group] if isinstance(group, str) else list(group)
    _check(made, names, unit, permutations)
    cases = _cases(made, unit)
    tested = {name: _Crossed(cases, name) for name in names}
    rows = [_equal(cases), *(each.test(permutations, seed, level) for each in tested.values())]
    return SelfCriticism(
        pd.DataFrame(rows),
        {name: each.table for name, each in tested.items()},
        {name: each.like(expected_counts(each.table)) for name, each in tested.items()},
        {name: each.like(residuals(each.table)) for name, each in tested.items()},
        pd.concat([_substantive(_weighed(made), name, level) for name in (None, *names)], ignore_index=True),
    )


def _check(made: History, names: Sequence[str], unit: str, permutations: int) -> None:
    if missing := [name for name in names if name not in made.years.columns]:
        raise UnknownCode(f"no column {missing[0]!r}", expected=", ".join(made.years.columns))
    if unit not in ("first", "all"):
        raise UnknownCode(f"no unit {unit!r}", expected="first, all")
    if not 1 <= permutations <= _MOST:
        raise GovTextError("permutations that cannot be", found=str(permutations), expected=f"1 to {_MOST}")


def _beside(made: History) -> pd.DataFrame:
    """One row a problem with a code, its codes and text beside the variables of its report."""
    kept = made.problems[[bool(codes) for codes in made.problems["codes"]]]
    about = made.years.drop(columns=["status", "next", "problems", "report"])
    return kept[["issuer_id", "year", "codes", "text"]].merge(about, on=["issuer_id", "year"], how="left")


def _weighed(made: History) -> pd.DataFrame:
    """One row a problem that counts as substantive or not, with its weight."""
    cases = _beside(made)
    sorts = [sort_of(codes, str(text)) for codes, text in zip(cases["codes"], cases["text"], strict=True)]
    cases = cases.assign(sort=np.array(sorts, dtype=object))
    return cases[cases["sort"] != RESIDUAL]


def _cases(made: History, unit: str) -> pd.DataFrame:
    """One row a problem (or a problem and code), with its code and the variables of its report."""
    cases = _beside(made)
    cases["code"] = [codes[0] if unit == "first" else codes for codes in cases["codes"]]
    cases = cases.explode("code") if unit == "all" else cases
    order = [*taxonomy(), *sorted(set(cases["code"]) - set(taxonomy()))]
    found = [code for code in order if (cases["code"] == code).any()]
    return cases.assign(code=pd.Categorical(cases["code"], found, ordered=True)).reset_index(drop=True)


def _equal(cases: pd.DataFrame) -> dict[str, Any]:
    """Whether the codes are equally frequent; V for one variable is √(φ² / (k − 1)), not corrected."""
    from scipy.stats import chisquare  # type: ignore[import-untyped]

    counts = cases["code"].value_counts().to_numpy()
    n, codes = int(counts.sum()), len(counts)
    statistic, p = chisquare(counts) if codes > 1 else (np.nan, np.nan)
    small = int(codes * (n / codes < SMALL)) if codes else 0
    v = float(np.sqrt(statistic / (n * (codes - 1)))) if codes > 1 else np.nan
    return _tested("codes", n, (codes, 1), (float(statistic), max(codes - 1, 0), float(p)), (v, np.nan, np.nan), small)


def _tested(
    group: str, n: int, shape: tuple[int, int], chi2: tuple[float, int, float], v: Sequence[float], small: int,
    cases: float = np.nan, issuers: tuple[float, float] = (np.nan, np.nan),
) -> dict[str, Any]:  # fmt: skip
    dependent = not np.isnan(cases) and issuers[1] / chi2[1] > _INFLATED
    doubts = {"small_expected": small > 0, "dependent": dependent, "independence": np.isnan(cases) and chi2[1] > 0}
    return {
        "group": group, "n": n, "rows": shape[0], "columns": shape[1], "chi2": chi2[0], "df": chi2[1], "p": chi2[2],
        "cramers_v": v[0], "low": v[1], "high": v[2], "small_expected": small, "p_cases": cases,
        "p_issuers": issuers[0], "inflation": issuers[1] / chi2[1] if chi2[1] else np.nan,
        "doubt": "|".join(name for name, held in doubts.items() if held),
    }  # fmt: skip


class _Crossed:
    """Codes × the values of one variable."""

    def __init__(self, cases: pd.DataFrame, name: str) -> None:
        self.name = name
        self.cases = cases[cases[name].notna()].reset_index(drop=True)
        self.values = pd.Categorical(self.cases[name])
        self.codes: Numbers = np.asarray(self.cases["code"].cat.codes, np.int64)
        self.column: Numbers = np.asarray(self.values.codes, np.int64)
        self.shape = (len(cases["code"].cat.categories), len(self.values.categories))
        counts = np.bincount(self.codes * self.shape[1] + self.column, minlength=int(np.prod(self.shape)))
        index = pd.Index(cases["code"].cat.categories, name="code")
        columns = pd.Index(self.values.categories, name=name)
        self.table = pd.DataFrame(counts.reshape(self.shape), index=index, columns=columns)

    def like(self, values: Any) -> pd.DataFrame:
        return pd.DataFrame(values, index=self.table.index, columns=self.table.columns)

    def test(self, permutations: int, seed: int, level: float) -> dict[str, Any]:
        counts = self.table.to_numpy()
        chi2 = chi_square(counts)
        small = int((expected_counts(counts[counts.sum(1) > 0][:, counts.sum(0) > 0]) < SMALL).sum())
        if not chi2[1]:
            return _tested(self.name, int(counts.sum()), self.shape, chi2, (np.nan,) * 3, small)
        draw = np.random.default_rng(seed)
        p_cases, _ = permuted(self.codes, self.column, self.shape, lambda: draw.permutation(self.column), permutations)
        by_issuer = permuted(self.codes, self.column, self.shape, self._by_issuer(draw), permutations)
        return _tested(
            self.name, int(counts.sum()), self.shape, chi2, cramers_v(counts, level), small, p_cases, by_issuer
        )

    def _by_issuer(self, draw: np.random.Generator) -> Callable[[], Numbers]:
        """The columns anew, issuers (or their years) as wholes."""
        _, issuer = np.unique(self.cases["issuer_id"].to_numpy(), return_inverse=True)
        keys = pd.MultiIndex.from_arrays([issuer, self.cases["year"]])
        block, firsts = (np.asarray(each) for each in _blocks(keys))
        if len(np.unique(np.stack([issuer, self.column]), axis=1).T) == issuer.max() + 1:
            own = np.zeros(issuer.max() + 1, np.int64)
            own[issuer] = self.column
            return lambda: np.asarray(draw.permutation(own)[issuer])
        values, owner = self.column[firsts], issuer[firsts]
        within = owner if self.name == "year" else np.zeros_like(owner)
        order = np.argsort(within, kind="stable")

        def drawn() -> Numbers:
            mixed = np.empty_like(values)
            mixed[order] = values[np.lexsort((draw.random(len(values)), within))]
            return np.asarray(mixed[block])

        return drawn


def _blocks(keys: pd.MultiIndex) -> tuple[Any, Any]:
    """For each case the number of its issuer and year, and the first case of each."""
    block, _ = pd.factorize(keys)
    return block, np.unique(block, return_index=True)[1]


def _substantive(cases: pd.DataFrame, name: str | None, level: float) -> pd.DataFrame:
    """Shares of substantive problems by group, over those that are not residual."""
    rows = []
    for value, part in [("", cases)] if name is None else list(cases.groupby(name)):
        for width, each in substantive().items():
            share = clustered_share(part["sort"].isin(each.sorts), part["issuer_id"].to_numpy(), level)
            rows.append((name or "all", str(value), width, *share[:6], 1 - share.share))
    columns = ["group", "value", "list", "substantive", "n", "share", "low", "high", "issuers", "evasiveness"]
    return pd.DataFrame(rows, columns=columns)
