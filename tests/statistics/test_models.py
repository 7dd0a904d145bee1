"""Panel models: against results that are known, and what they refuse."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest

from govtext.errors import GovTextError, MissingExtra, UnknownCode
from govtext.statistics import models, rates
from govtext.statistics.declaring import words
from govtext.statistics.models import panel_model
from tests.statistics.frames import answered

YEARS = (2021, 2022, 2023)


def panel(counts: np.ndarray, years: tuple[int, ...] = YEARS) -> pd.DataFrame:
    """New requests by issuer and year; a negative count is no report."""
    issuers, places = (each.ravel() for each in np.indices(counts.shape))
    frame = pd.DataFrame({"issuer": issuers, "year": np.array(years)[places], "value": counts.ravel().astype(float)})
    frame = frame[frame["value"] >= 0]
    names = {
        "report": [f"{row.issuer}-{row.year}" for row in frame.itertuples()],
        "issuer": [f"机关{issuer:02}" for issuer in frame["issuer"]],
    }
    return rates(frame.assign(**names, key="requests/new/total", scope="own"), "requests.new")


COUNTS = np.array([[10, 14, 9], [3, 8, 2], [40, 31, 50], [7, 7, 12]])


def test_without_the_extra_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "statsmodels.api", None)
    with pytest.raises(MissingExtra, match=r"govtext\[stats\]"):
        panel_model(panel(COUNTS), "requests.new")


class TestFitted:
    @pytest.fixture(autouse=True)
    def _extra(self) -> None:
        pytest.importorskip("statsmodels")

    def test_poisson_with_two_effects_fits_the_margins(self) -> None:
        """Balanced, the fitted means are row total × column total / total: year effects are logs of column totals."""
        table = panel_model(panel(COUNTS), "requests.new").table
        totals = COUNTS.sum(0)
        assert table["term"].tolist() == ["year 2022", "year 2023"]
        assert table["estimate"].to_numpy() == pytest.approx(np.log(totals[1:] / totals[0]), abs=1e-8)
        assert table["ratio"].to_numpy() == pytest.approx(totals[1:] / totals[0])

    def test_clustered_errors_are_those_of_the_sandwich(self) -> None:
        made = panel_model(panel(COUNTS), "requests.new")
        rows, columns = COUNTS.shape
        x = np.array([[1.0, *(i == k for k in range(1, rows)), *(t == k for k in range(1, columns))]
                      for i in range(rows) for t in range(columns)])  # fmt: skip
        mean = np.outer(COUNTS.sum(1), COUNTS.sum(0)).ravel() / COUNTS.sum()
        bread = np.linalg.inv(x.T @ (mean[:, None] * x))
        scores = (x * (COUNTS.ravel() - mean)[:, None]).reshape(rows, columns, -1).sum(1)
        spread = np.sqrt(np.diag(bread @ (scores.T @ scores) @ bread) * rows / (rows - 1))
        assert made.table["se"].to_numpy() == pytest.approx(spread[-2:], rel=1e-6)
        assert made.dispersion == pytest.approx(((COUNTS.ravel() - mean) ** 2 / mean).sum() / (12 - 6))

    def test_the_denominator_is_the_exposure(self) -> None:
        """With one rate for all in a year the model finds its ratio, whatever the denominators."""
        cases = [(*body, *year) for body in enumerate((10, 50, 200)) for year in ((2021, 5), (2022, 3))]
        frame = pd.concat(
            answered(f"{body}-{year}", size * part // 10, size - size * part // 10, issuer=f"机关{body}", year=year)
            for body, size, year, part in cases
        )
        table = panel_model(frame, "granted").table
        assert table["ratio"].tolist() == [pytest.approx(0.6)]

    def test_a_planted_effect_of_a_covariate_is_found(self) -> None:
        draw = np.random.default_rng(3)
        size, push = np.exp(draw.normal(3, 0.5, 60)), draw.integers(0, 2, (60, 3))
        frame = panel(draw.poisson(size[:, None] * np.exp(0.4 * push)))
        told = {f"{issuer}-{year}": float(push[issuer, at]) for issuer in range(60) for at, year in enumerate(YEARS)}
        row = panel_model(frame.assign(push=frame["report"].map(told)), "requests.new", covariates=["push"]).table
        effect = row.set_index("term").loc["push"]
        assert effect["low"] < 0.4 < effect["high"]
        assert effect["se"] < 0.1

    def test_the_negative_binomial_finds_the_spread_that_was_planted(self) -> None:
        draw = np.random.default_rng(5)
        counts = draw.negative_binomial(2, 2 / (2 + 30), (400, 3))
        made = panel_model(panel(counts), "requests.new", family="negative_binomial", effects=["year"])
        assert made.alpha == pytest.approx(0.5, abs=0.08)
        assert made.dispersion == pytest.approx(1, abs=0.15)
        assert panel_model(panel(counts), "requests.new", effects=["year"]).dispersion > 5

    def test_what_tells_nothing_is_left_out_and_counted(self) -> None:
        frame = panel(np.array([[10, 14, 9], [0, 0, 0], [5, -1, -1], [3, 8, 2]]))
        made = panel_model(frame, "requests.new")
        assert (made.n, made.issuers, made.years) == (6, 2, YEARS)
        assert {why: count for why, count in made.dropped.items() if count} == {
            "issuer of zeros": 3,
            "one year only": 1,
        }

    @pytest.mark.parametrize("family", models.FAMILIES)
    def test_the_display_states_the_assumptions(self, family: str) -> None:
        draw = np.random.default_rng(1)
        frame = panel(draw.negative_binomial(1, 0.03, (30, 3)))
        made = panel_model(frame, "requests.new", family=family)  # type: ignore[arg-type]
        for text in (repr(made), made._repr_html_()):
            assert "30" in text
            assert made.title.zh in text
            assert all(each.zh in text for each in made.assumptions)
        assert "{" not in repr(made)
        assert ("nb_incidental" in _named(made)) == (family == "negative_binomial")

    def test_what_cannot_be_fitted_is_refused(self) -> None:
        frame = panel(COUNTS)
        with pytest.raises(UnknownCode, match="no such model"):
            panel_model(frame, "requests.new", family="gauss")  # type: ignore[arg-type]
        with pytest.raises(UnknownCode, match="no numeric column 'issuer'"):
            panel_model(frame, "requests.new", covariates=["issuer"])
        with pytest.raises(GovTextError, match="depend on each other"):
            panel_model(frame.assign(late=frame["year"].astype(float)), "requests.new", covariates=["late"])
        with pytest.raises(GovTextError, match="too little"):
            panel_model(frame[frame["issuer_id"] == "机关00"], "requests.new")


def _named(made: models.PanelModel) -> set[str]:
    starts = {
        name.partition(".")[2]: label.zh[:12] for name, label in words().items() if name.startswith("assumption.")
    }
    return {name for name, start in starts.items() if any(each.zh.startswith(start) for each in made.assumptions)}
