"""Panel models of counts: Poisson and negative binomial with fixed effects and errors clustered by issuer.

Needs the extra `stats` (statsmodels). Every result says what it assumes.
"""

from __future__ import annotations

import html
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from govtext.errors import BoundExceeded, GovTextError, MissingExtra, UnknownCode
from govtext.forms import Label
from govtext.report import Report
from govtext.statistics.declaring import chosen, words
from govtext.statistics.pooling import COUNTED, Scope, narrowed, warn_mixed
from govtext.statistics.reckoning import rated

if TYPE_CHECKING:
    from govtext.corpus.opened import Corpus

Family = Literal["poisson", "negative_binomial"]
FAMILIES = ("poisson", "negative_binomial")
EFFECTS = ("issuer_id", "year")
FEW = 40
"""With fewer issuers clustered errors are doubtful (Cameron, Gelbach & Miller 2008)."""
MOST_ISSUERS = 1000
"""Each issuer is a column of its own."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, repr=False)
class PanelModel:
    """A fitted model.

    `table`: a row a coefficient (term, estimate of the log rate, se, low, high, p; ratio with its bounds), without
    those of issuers; `n` rows, `issuers`, `years`; `dropped`: rows left out, by reason; `dispersion`: Pearson's χ² over
    its degrees of freedom (1 for Poisson counts); `alpha` of the negative binomial; `assumptions` in both languages.
    """

    rate: str
    family: str
    effects: tuple[str, ...]
    table: pd.DataFrame = field(repr=False)
    n: int
    issuers: int
    years: tuple[int, ...]
    dropped: dict[str, int]
    dispersion: float
    alpha: float | None
    log_likelihood: float
    assumptions: tuple[Label, ...]

    @property
    def title(self) -> Label:
        name, rate = words()[f"model.{self.family}"], chosen(self.rate)[0].label
        return Label(f"{name.zh}：{rate.zh}", f"{name.en}: {rate.en}")

    def summary(self) -> tuple[str, ...]:
        """What was fitted to what, a line each."""
        lost = ", ".join(f"{why}: {count}" for why, count in self.dropped.items() if count) or "0"
        alpha = "" if self.alpha is None else f"，α = {self.alpha:.4f}"
        return (
            f"n = {self.n}，{self.issuers} 个机关 issuers，{len(self.years)} 年 years；固定效应 fixed effects: "
            f"{', '.join(self.effects) or '无 none'}",
            f"未计入 left out: {lost}；离散度 dispersion = {self.dispersion:.2f}{alpha}",
        )

    def __repr__(self) -> str:
        lines = [self.title.zh, self.title.en, *self.summary(), self.table.round(4).to_string(index=False)]
        lines += ["假定 Assumptions:", *(f"- {each.zh} · {each.en}" for each in self.assumptions)]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        told = "".join(f"<li>{html.escape(each.zh)} · {html.escape(each.en)}</li>" for each in self.assumptions)
        lines = "<br>".join(map(html.escape, self.summary()))
        head = f"<b>{html.escape(self.title.zh)} · {html.escape(self.title.en)}</b>"
        table = self.table.round(4).to_html(index=False, notebook=True)
        return f"<div>{head}<br>{lines}{table}假定 Assumptions<ul>{told}</ul></div>"


def panel_model(
    source: Corpus | Report | Sequence[Report] | pd.DataFrame,
    rate: str,
    *,
    family: Family = "poisson",
    effects: Sequence[str] = EFFECTS,
    covariates: Sequence[str] = (),
    scope: Scope = "own",
    doubtful: bool = False,
    level: float = 0.95,
) -> PanelModel:
    """log E(numerator) = issuer effect + year effect + covariates β + log(denominator), errors clustered by issuer.

    For a count there is no denominator. `covariates`: numeric columns of the frame (what `rates` gives, with columns
    of your own). Poisson with fixed effects: Hausman, Hall & Griliches (1984), Econometrica 52; consistent where the
    mean is right, whatever the variance: Wooldridge (1999), Journal of Econometrics 90. Negative binomial (NB2) with
    dummies: Allison & Waterman (2002), Sociological Methodology 32. Clustered errors: Liang & Zeger (1986), their
    variance times G / (G − 1), t with G − 1 degrees of freedom.

    Left out and counted: rows without a usable figure or with denominator 0, of an issuer with one year only or with
    nothing but zeros (they tell nothing of changes), of a year with nothing but zeros. Raises `MissingExtra` without
    statsmodels, `UnknownCode` for a family, effect or column that there is not, `BoundExceeded` above 1,000 issuers
    with effects of their own, `GovTextError` where nothing can be fitted. Reports that hold each other are warned of.

    >>> import pandas as pd
    >>> cells = pd.DataFrame({"report": list("abcd"), "issuer": list("xxyy"), "year": [2021, 2022] * 2, "scope": "own",
    ...                       "key": "requests/new/total", "value": [10, 20, 30, 55]})
    >>> panel_model(cells, "requests.new").table[["term", "ratio"]].round(3).values.tolist()
    [['year 2022', 1.875]]
    """
    api = _api()
    if family not in FAMILIES or not {*effects} <= {*EFFECTS}:
        raise UnknownCode("no such model", found=f"{family} with {', '.join(effects)}",
                          expected=f"{' or '.join(FAMILIES)}; effects of {', '.join(EFFECTS)}")  # fmt: skip
    frame = narrowed(rated(source, rate), scope, doubtful)
    kept, dropped = _usable(frame, effects, covariates)
    warn_mixed(kept, ["year", "scope"])
    x = _design(kept, effects, covariates)
    _check(x, rate)
    fitted = _fit(api, kept, x, family)
    shown = [name for name in x.columns if not name.startswith("issuer ") and name != "constant"]
    groups = kept["issuer_id"].nunique()
    return PanelModel(
        rate=rate, family=family, effects=tuple(effects), table=_table(fitted, shown, groups, level), n=len(kept),
        issuers=groups, years=tuple(sorted(map(int, kept["year"].unique()))), dropped=dropped,
        dispersion=_dispersion(kept, fitted, x, family),
        alpha=float(fitted.params["alpha"]) if family == "negative_binomial" else None,
        log_likelihood=float(fitted.llf), assumptions=_assumptions(family, effects, groups),
    )  # fmt: skip


def _api() -> Any:
    try:
        return import_module("statsmodels.api")
    except ImportError as error:
        raise MissingExtra("panel models need an extra", expected="pip install 'govtext[stats]'") from error


def _usable(
    frame: pd.DataFrame, effects: Sequence[str], covariates: Sequence[str]
) -> tuple[pd.DataFrame, dict[str, int]]:
    for name in covariates:
        if name not in frame.columns or not pd.api.types.is_numeric_dtype(frame[name]):
            raise UnknownCode(f"no numeric column {name!r}", expected="columns of numbers in the frame")
    within, yearly = "issuer_id" in effects, "year" in effects
    steps: dict[str, Callable[[pd.DataFrame], Any]] = {
        "not usable": lambda rows: rows["status"].isin(COUNTED) & rows["year"].notna(),
        "denominator 0": lambda rows: rows["denominator"].isna() | (rows["denominator"] > 0),
        "covariate missing": lambda rows: rows[list(covariates)].notna().all(axis=1),
        "year of zeros": lambda rows: (not yearly) | (rows.groupby("year")["numerator"].transform("sum") > 0),
        "issuer of zeros": lambda rows: (not within) | (rows.groupby("issuer_id")["numerator"].transform("sum") > 0),
        "one year only": lambda rows: (not within) | (rows.groupby("issuer_id")["year"].transform("nunique") > 1),
    }
    dropped = {}
    for why, keep in steps.items():
        kept = frame[keep(frame)]
        dropped[why], frame = len(frame) - len(kept), kept
    issuers = frame["issuer_id"].nunique()
    if issuers < 2:
        raise GovTextError("too little to fit", found=f"{len(frame)} usable rows of {issuers} issuers",
                           expected="two issuers or more, each with two years")  # fmt: skip
    return frame.reset_index(drop=True), dropped


def _design(frame: pd.DataFrame, effects: Sequence[str], covariates: Sequence[str]) -> pd.DataFrame:
    columns = {"constant": np.ones(len(frame))}
    if "issuer_id" in effects:
        issuers = sorted(frame["issuer_id"].unique())
        if len(issuers) > MOST_ISSUERS:
            expected = f"{MOST_ISSUERS} at most; narrow the corpus, or leave out issuer_id"
            raise BoundExceeded("too many issuers for effects of their own", found=str(len(issuers)), expected=expected)
        columns |= {f"issuer {name}": (frame["issuer_id"] == name).to_numpy(float) for name in issuers[1:]}
    if "year" in effects:
        years = sorted(frame["year"].unique())
        columns |= {f"year {year}": (frame["year"] == year).to_numpy(float) for year in years[1:]}
    columns |= {name: frame[name].to_numpy(float) for name in covariates}
    return pd.DataFrame(columns)


def _check(x: pd.DataFrame, rate: str) -> None:
    if len(x) <= x.shape[1]:
        raise GovTextError(f"{rate} cannot be fitted", found=f"{len(x)} rows", expected=f"more than {x.shape[1]}")
    if np.linalg.matrix_rank(x.to_numpy()) < x.shape[1]:
        raise GovTextError(f"{rate} cannot be fitted", found="columns that depend on each other",
                           expected="covariates that the fixed effects do not already hold")  # fmt: skip


def _fit(api: Any, frame: pd.DataFrame, x: pd.DataFrame, family: str) -> Any:
    y, base = frame["numerator"].to_numpy(float), frame["denominator"].to_numpy(float)
    offset = np.where(np.isnan(base), 0.0, np.log(np.where(np.isnan(base), 1.0, base)))
    errors = {
        "cov_type": "cluster",
        "cov_kwds": {"groups": pd.factorize(frame["issuer_id"])[0], "use_correction": False},
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what matters is asked of the result
        made = api.GLM(y, x, family=api.families.Poisson(), offset=offset).fit(maxiter=200, **errors)
        if family == "negative_binomial":
            first = np.append(made.params.to_numpy(), 0.1)
            made = api.NegativeBinomial(y, x, offset=offset).fit(start_params=first, disp=0, maxiter=500, **errors)
    if family == "poisson":
        if not made.converged:
            raise GovTextError("the Poisson regression did not converge", expected="fewer effects or covariates")
        return made
    if not made.mle_retvals["converged"] or made.params["alpha"] <= 0:
        raise GovTextError("the negative binomial did not converge", found=f"α = {made.params['alpha']:.3g}",
                           expected="counts that vary more than Poisson counts; use family='poisson'")  # fmt: skip
    return made


def _table(fitted: Any, shown: Sequence[str], groups: int, level: float) -> pd.DataFrame:
    from scipy.stats import t  # type: ignore[import-untyped]

    estimate = fitted.params[list(shown)].to_numpy(float)
    spread = fitted.bse[list(shown)].to_numpy(float) * np.sqrt(groups / (groups - 1))
    half = t.ppf(0.5 + level / 2, groups - 1) * spread
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * t.sf(np.abs(estimate) / spread, groups - 1)
    bounds = {"ratio": estimate, "ratio_low": estimate - half, "ratio_high": estimate + half}
    return pd.DataFrame(
        {
            "term": list(shown), "estimate": estimate, "se": spread, "low": estimate - half, "high": estimate + half,
            "p": p, **{name: np.exp(values) for name, values in bounds.items()},
        }
    )  # fmt: skip


def _dispersion(frame: pd.DataFrame, fitted: Any, x: pd.DataFrame, family: str) -> float:
    y, mean = frame["numerator"].to_numpy(float), np.asarray(fitted.predict(), float)
    variance = mean + (float(fitted.params["alpha"]) * mean**2 if family == "negative_binomial" else 0.0)
    return float(((y - mean) ** 2 / variance).sum() / (len(y) - x.shape[1]))


def _assumptions(family: str, effects: Sequence[str], groups: int) -> tuple[Label, ...]:
    names = ["mean", "exogenous"]
    names += ["poisson_robust"] if family == "poisson" else ["nb_variance"]
    names += ["nb_incidental"] if family == "negative_binomial" and "issuer_id" in effects else []
    told = [words()[f"assumption.{name}"] for name in (*names, "clusters", "selection", "association")]
    filled = {"few": FEW, "groups": groups}
    return tuple(Label(each.zh.format(**filled), each.en.format(**filled)) for each in told)
