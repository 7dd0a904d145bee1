"""The true figures of a body, year after year: requests, reviews, and what is published on its own initiative."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from govtext.forms import Form, form
from govtext.simulate.data import data
from govtext.simulate.draw import Draw
from govtext.simulate.latent import Latent
from govtext.simulate.places import Body

APPLICANTS = ("natural_person", "business", "research", "nonprofit", "legal_service", "other_org")
RESULTS = ("upheld", "corrected", "other", "pending")
REVIEWS = ("reconsideration", "litigation_direct", "litigation_after")
ITEMS = ("licensing", "other_services", "penalties", "coercion", "fees")
TABLES = ("proactive", "requests", "review")
Values = dict[str, "Decimal | int | str | None"]
"""Figures by code: a number, a text that stands in the cell instead, None for a blank cell."""


@dataclass(slots=True)
class Counts:
    """Requests by row and applicant (rows of the form of 2021 without sums), reviews by group and result."""

    requests: dict[str, list[int]] = field(default_factory=dict)
    reviews: dict[str, list[int]] = field(default_factory=dict)


def added(parts: Iterable[Counts]) -> Counts:
    """The sum, cell by cell."""
    whole = Counts()
    for part in parts:
        for mine, theirs in ((whole.requests, part.requests), (whole.reviews, part.reviews)):
            for row, counts in theirs.items():
                before = mine.get(row)
                mine[row] = counts if before is None else [a + b for a, b in zip(before, counts, strict=True)]
    return whole


class Books:
    """A body's running numbers: what is carried over, in force, and open."""

    def __init__(self, body: Body, latent: Latent, draw: Draw) -> None:
        self.body, self.latent = body, latent
        self.carried = draw.split(draw.poisson(latent.mean_requests * 0.06), _applicants())
        rates = data("rates")["proactive"][body.level]
        self.rates = rates
        self.part = 1.0 if body.kind in ("government", "township") else 0.1
        self.stock = draw.poisson(rates["stock"] * self.part)
        self.rules = draw.poisson(rates["rules"] * 8) if body.kind == "government" else 0
        self.items = {row: draw.poisson(rates["items"] * self.part * draw.gamma(2) / 2) for row in ITEMS}

    def counts(self, draw: Draw) -> Counts:
        """The year's requests and reviews."""
        rates = data("rates")["requests"]
        new = draw.split(draw.negative_binomial(self.latent.mean_requests, rates["size"]), _applicants())
        came = [a + b for a, b in zip(self.carried, new, strict=True)]
        out = [sum(draw.chance(rates["carried"]) for _ in range(n)) for n in came]
        rows = {"new": new, "carried_in": self.carried, "carried_out": out}
        weights = outcome_weights(self.latent.score)
        done = [draw.split(a - b, weights) for a, b in zip(came, out, strict=True)]
        for number, row in enumerate(_outcomes()):
            rows[row] = [column[number] for column in done]
        self.carried = out
        return Counts(rows, self._reviews(draw, sum(came)))

    def _reviews(self, draw: Draw, requests: int) -> dict[str, list[int]]:
        worse = math.exp(-0.4 * self.latent.score)
        reviews = {}
        for row in REVIEWS:
            rates = data("rates")["review"][row]
            upheld, corrected, other, pending = rates["outcomes"]
            weights = (upheld, corrected * worse, other, pending)
            reviews[row] = draw.split(draw.poisson(requests * rates["rate"] * worse), weights)
        return reviews

    def proactive(self, draw: Draw, form_code: str) -> Values:
        """The year's figures of the proactive table, in the form asked for."""
        rates = self.rates
        issued = draw.poisson(rates["documents"] * self.part)
        repealed = min(draw.poisson(rates["documents"] * self.part * 0.7), self.stock)
        rules, gone = (draw.poisson(rates["rules"] / 3), 0) if self.body.kind == "government" else (0, 0)
        self.stock += issued - repealed
        self.rules += rules - gone
        decisions = {
            row: self._decisions(draw, row) for row in ("licensing", "other_services", "penalties", "coercion")
        }
        fees = Decimal(int(rates["fees"] * self.part * draw.gamma(1.5) / 1.5 * 10000)) / 10000
        changes = {row: max(draw.poisson(6) - 6, -self.items[row]) for row in ITEMS}
        before = dict(self.items)
        self.items = {row: before[row] + changes[row] for row in ITEMS}
        if form_code == "2019":
            return self._old(draw, (issued, rules), before, changes, decisions)
        return {
            "proactive/rules/issued": rules, "proactive/rules/repealed": gone, "proactive/rules/in_force": self.rules,
            "proactive/normative_documents/issued": issued, "proactive/normative_documents/repealed": repealed,
            "proactive/normative_documents/in_force": self.stock,
            **{f"proactive/{row}/decisions": decisions[row] for row in ("licensing", "penalties", "coercion")},
            "proactive/fees/amount": fees,
        }  # fmt: skip

    def _decisions(self, draw: Draw, row: str) -> int:
        share = {"licensing": 1.0, "other_services": 1.6, "penalties": 0.3, "coercion": 0.03}[row]
        mean = self.rates["decisions"] * share * max(self.part, 0.2)
        return int(mean * draw.gamma(1.2) / 1.2)

    def _old(
        self, draw: Draw, made: tuple[int, int], before: Mapping[str, int], changes: Mapping[str, int],
        decisions: Mapping[str, int],
    ) -> Values:  # fmt: skip
        values: Values = {}
        for row, new, total in (
            ("rules", made[1], self.rules),
            ("normative_documents", made[0], max(self.stock, made[0])),
        ):
            values |= {f"proactive/{row}/newly_made": new, f"proactive/{row}/newly_published": new}
            values[f"proactive/{row}/total_public"] = total
        for row in ITEMS:
            values |= {f"proactive/{row}/items_last_year": before[row], f"proactive/{row}/items_change": changes[row]}
            if row in decisions:
                values[f"proactive/{row}/decisions"] = decisions[row]
        projects = draw.poisson(30 * self.part)
        values["proactive/procurement/projects"] = projects
        values["proactive/procurement/amount"] = Decimal(int(projects * 380000 * draw.gamma(1.5))) / 10000
        return values


@cache
def _outcomes() -> tuple[str, ...]:
    return tuple(data("rates")["outcomes"])


def _applicants() -> list[float]:
    return list(data("rates")["requests"]["applicants"])


def outcome_weights(score: float) -> list[float]:
    """The weights of the outcomes for a body of this quality score."""
    return [each["weight"] * math.exp(each["better"] * score) for each in data("rates")["outcomes"].values()]


def written(counts: Counts, proactive: Values, form_code: str) -> Values:
    """Every figure of the form, sums included; 其他处理 is one row in the form of 2019."""
    values: Values = dict(proactive)
    rows = dict(counts.requests)
    done = [rows[row] for row in _outcomes()]
    if form_code == "2019":
        others = [rows.pop(row) for row in _outcomes() if row.startswith("other.")]
        rows["other"] = [sum(column) for column in zip(*others, strict=True)]
    rows["processed_total"] = [sum(column) for column in zip(*done, strict=True)]
    for row, six in rows.items():
        for column, count in zip(APPLICANTS, six, strict=True):
            values[f"requests/{row}/{column}"] = count
        values[f"requests/{row}/total"] = sum(six)
    for row, four in counts.reviews.items():
        for column, count in zip(RESULTS, four, strict=True):
            values[f"review/{row}/{column}"] = count
        values[f"review/{row}/total"] = sum(four)
    return values


def broken_sums(values: Values, used: Form) -> list[tuple[str, str]]:
    """Rule and place of every sum of the form that the figures as printed miss, where all its cells hold numbers."""
    broken = []
    for rule, place, left, right in _sums(used.code):
        cells = [values.get(key) for key in (*left, *right)]
        numbers = [Decimal(cell) for cell in cells if isinstance(cell, int | Decimal)]
        if len(numbers) == len(cells) and sum(numbers[: len(left)]) != sum(numbers[len(left) :]):
            broken.append((rule, place))
    return broken


@cache
def _sums(form_code: str) -> tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...]:
    used, found = form(form_code), []
    for each in used.identities:
        figures = list(used.figures(each.table))
        lines = dict.fromkeys(figure.column if each.add == "rows" else figure.row for figure in figures)
        for line in lines:
            keys = f"{each.table}/{{}}/{line}" if each.add == "rows" else f"{each.table}/{line}/{{}}"
            left, right = (tuple(map(keys.format, side)) for side in (each.left, each.right))
            found.append((each.rule, keys.format("*"), left, right))
    return tuple(found)
