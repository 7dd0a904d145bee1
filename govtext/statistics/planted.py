"""What the simulation planted, beside what the rates give: true figures, and the chances that lie behind them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd

from govtext.errors import UnknownCode
from govtext.forms import form
from govtext.simulate import Truth
from govtext.simulate.data import data
from govtext.simulate.figures import APPLICANTS, outcome_weights
from govtext.statistics.declaring import Rate, Term, chosen

SCOPES = {"own": "own", "all": "aggregate"}
"""What the truth calls the scopes."""


def true_cells(truth: Truth, column: str = "true") -> pd.DataFrame:
    """The figures of a simulated corpus as a frame of cells that `rates` takes: `true`, or `value` as printed.

    One row a figure of the form of each report (no further editions); what the truth does not list is 0. Simulated.
    """
    if column not in ("true", "value"):
        raise UnknownCode(f"no column {column!r}", expected="true or value")
    reports = truth.table("reports")
    listed = truth.table("figures")
    listed["key"] = listed["table"] + "/" + listed["row"] + "/" + listed["column"]
    written = pd.to_numeric(listed[column], errors="coerce")
    known = dict(zip(zip(listed["report"], listed["key"], strict=True), written, strict=True))
    rows = [
        (row.report, key, known.get((row.report, key), 0.0))
        for row in reports.itertuples()
        for key in _keys(str(row.form))
    ]
    about = reports.rename(columns={"body": "issuer_id", "kind": "body"})
    about = about[["report", "issuer_id", "issuer", "year", "region", "level", "body", "form", "scope"]]
    about = about.assign(scope=about["scope"].map(SCOPES), year=about["year"].astype(int))
    return pd.DataFrame(rows, columns=["report", "key", "value"]).merge(about, on="report", validate="many_to_one")


@cache
def _keys(code: str) -> tuple[str, ...]:
    return tuple(each.key for each in form(code).figures())


def planted(truth: Truth, ids: str | Sequence[str] | None = None) -> pd.DataFrame:
    """The chance that lies behind each rate of each report on a single body: report, rate, chance.

    Of applicants, outcomes, what is carried over, and the results of reviews: each case was drawn by itself with these
    chances, so that Wilson's interval should hold it about as often as it says. Aggregate reports mix bodies and are
    left out; rates whose numerators are no independent draws (ratios, counts, documents) too. Simulated.
    """
    latent, reports = truth.table("latent"), truth.table("reports")
    quality = dict(zip(zip(latent["body"], latent["year"], strict=True), latent["quality"].astype(float), strict=True))
    rows = []
    for report in reports[reports["scope"] == "own"].itertuples():
        weights = _weights(quality[report.body, report.year])
        for rate in chosen(ids):
            chance = _chance(rate, weights)
            if chance is not None:
                rows.append((report.report, rate.id, chance))
    return pd.DataFrame(rows, columns=["report", "rate", "chance"])


def _weights(quality: float) -> dict[str, float]:
    """Expected shares by code: of outcomes in the processed, of applicants in the new, of what comes in and goes on."""
    score = math.log(quality / (1 - quality))
    drawn = outcome_weights(score)
    made = {
        f"requests/{row}/total": each / sum(drawn) for row, each in zip(data("rates")["outcomes"], drawn, strict=True)
    }
    made["requests/other/total"] = sum(each for key, each in made.items() if key.startswith("requests/other."))
    made["requests/processed_total/total"] = 1.0
    made |= dict(_applicants())
    for row, raw in data("rates")["review"].items():
        upheld, corrected, other, pending = raw["outcomes"]
        results = (upheld, corrected * math.exp(-0.4 * score), other, pending)
        names = ("upheld", "corrected", "other", "pending")
        made |= {f"review/{row}/{name}": each / sum(results) for name, each in zip(names, results, strict=True)}
        made[f"review/{row}/total"] = 1.0
    return made


def _applicants() -> Iterator[tuple[str, float]]:
    shares = data("rates")["requests"]["applicants"]
    for name, each in zip(APPLICANTS, shares, strict=True):
        yield f"requests/new/{name}", each / sum(shares)
    yield "requests/new/total", 1.0


def _chance(rate: Rate, weights: Mapping[str, float]) -> float | None:
    if rate.id == "carried_out":
        return float(data("rates")["requests"]["carried"])
    if rate.kind != "share" or rate.id == "carried_in" or not {*rate.keys} <= {*weights}:
        return None
    totals = {key for key in rate.keys if key.endswith("/total") and key.startswith("review/")}
    if len(totals) > 1:  # lawsuits of two kinds are mixed in shares that chance decides
        return None
    above, below = (_sum(side, weights) for side in (rate.numerator, rate.denominator))
    return above / below


def _sum(terms: Sequence[Term], weights: Mapping[str, float]) -> float:
    return float(sum(term.sign * weights[term.key] for term in terms))


def coverage(rated: pd.DataFrame, chances: pd.DataFrame, edges: Sequence[float] = (1, 10, 30, 100)) -> pd.DataFrame:
    """How often the interval of a rate holds the planted chance, by size of the denominator.

    `rated`: what `rates` gives, its reports named as in `chances` (what `planted` gives). Columns: from, to (of the
    denominator), rates, held, share, width (mean). Rates of one report depend on each other.
    """
    both = rated.merge(chances, on=["report", "rate"])
    both = both[both["status"].isin(["ok", "small_denominator"])]
    bins = [*edges, math.inf]
    rows = []
    for low, high in pairwise(bins):
        part = both[(both["denominator"] >= low) & (both["denominator"] < high)]
        held = (part["low"] <= part["chance"]) & (part["chance"] <= part["high"])
        rows.append((low, high, len(part), int(held.sum()), held.mean() if len(part) else np.nan,
                     (part["high"] - part["low"]).mean()))  # fmt: skip
    return pd.DataFrame(rows, columns=["from", "to", "rates", "held", "share", "width"])
