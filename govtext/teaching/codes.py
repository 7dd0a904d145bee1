"""Session 3, coding by hand and agreement: percent, kappa, MASI and alpha, and what they do not say."""

from __future__ import annotations

from typing import ClassVar

import pandas as pd

from govtext.coding.codebook import Codebook
from govtext.coding.codes import BadCoding, codes_in
from govtext.coding.distances import masi
from govtext.coding.reliability import agreement, krippendorff_alpha
from govtext.teaching import judging
from govtext.teaching.answers import Answers

WITHIN = 0.0005
"""A share is right to three decimals."""


class Coding(Answers):
    """Checks of session 3: `items` are those to be coded (item_id, text), `reference` the settled coding of them, `a`
    and `b` the two codings of all items (item_id, codes, note)."""

    session: ClassVar[str] = "coding"

    def __init__(self, items: pd.DataFrame, reference: pd.DataFrame, a: pd.DataFrame, b: pd.DataFrame) -> None:
        super().__init__()
        self.items, self.reference, self.a, self.b = items, reference, a, b
        self._own: pd.DataFrame | None = None

    def own(self, answer: object) -> None:
        """The student's own coding of all items: item_id and codes; later exercises are judged by it."""
        slip = judging.UNANSWERED if judging.unanswered(answer) else self._coded(answer)
        self._own = answer if slip == judging.RIGHT and isinstance(answer, pd.DataFrame) else None
        self.settle("own", slip)

    def percent(self, answer: object) -> None:
        """Share of items on which the own first code is that of the reference."""
        if judging.unanswered(answer) or self._own is None:
            return self.settle("percent", _no_own(answer))
        found = agreement(self._own, self.reference, resamples=0).set_index("measure")["value"]
        right = float(found["percent_first"])
        slips = {"set": float(found["percent_set"]), "hundred": 100 * right, "count": right * len(self.items)}
        return self.settle("percent", judging.number(answer, right, slips, WITHIN))

    def kappa(self, answer: object) -> None:
        """Cohen's kappa of a and b for having the code `other` or not, over all items."""
        table = agreement(self.a, self.b, resamples=0).query("code == 'other'").set_index("measure")["value"]
        right, percent = float(table["kappa"]), float(table["percent"])
        p_e = (percent - right) / (1 - right)
        slips = {"percent": percent, "no_chance": percent - p_e, "chance": p_e}
        self.settle("kappa", judging.number(answer, right, slips, WITHIN))

    def lazy(self, answer: object) -> None:
        """A coder who gives each item the most frequent first code of a: percent and kappa against a."""
        first = self.a["codes"].map(lambda codes: codes_in(codes)[0])
        same = self.a.assign(codes=str(first.value_counts().idxmax()))
        found = agreement(self.a, same, resamples=0).set_index("measure")["value"]
        right = {"percent": float(found["percent_first"]), "kappa": 0.0}
        slips = {"both": dict.fromkeys(right, right["percent"])}
        self.settle("lazy", judging.numbers(answer, right, slips, WITHIN))

    def masi(self, answer: object) -> None:
        """MASI distances: `subset` between {timeliness} and {timeliness, staffing}, `overlap` between that and
        {staffing, capacity}."""
        one, two, other = ("timeliness",), ("timeliness", "staffing"), ("staffing", "capacity")
        right = {"subset": masi(one, two), "overlap": masi(two, other)}
        slips = {
            "likeness": {name: 1 - value for name, value in right.items()},
            "jaccard": {"subset": _jaccard(one, two), "overlap": _jaccard(two, other)},
        }
        self.settle("masi", judging.numbers(answer, right, slips, WITHIN))

    def alpha(self, answer: object) -> None:
        """Krippendorff's alpha of the own coding and the reference, sets with MASI distance."""
        if judging.unanswered(answer) or self._own is None:
            return self.settle("alpha", _no_own(answer))
        pair = [self._own, self.reference]
        right = krippendorff_alpha(pair, resamples=0)["value"]
        slips = {
            "nominal": krippendorff_alpha(pair, distance="nominal", resamples=0)["value"],
            "first": krippendorff_alpha(pair, distance="nominal", first=True, resamples=0)["value"],
            "a_b": krippendorff_alpha([self.a, self.b], resamples=0)["value"],
        }
        return self.settle("alpha", judging.number(answer, right, slips, WITHIN))

    def reliable(self, answer: object) -> None:
        """Whether agreement of a and b may be cited as the reliability of human coding: yes or no."""
        self.settle("reliable", judging.choice(answer, "no", ("yes", "no")))

    def _coded(self, answer: object) -> str:
        if not isinstance(answer, pd.DataFrame) or not {"item_id", "codes"} <= set(answer.columns):
            return "not_coding"
        codes = dict(zip(answer["item_id"].astype(str), answer["codes"].map(codes_in), strict=True))
        if len(codes) < len(answer) or not set(codes) <= set(self.items["item_id"].astype(str)):
            return "other_items"
        if any(not codes.get(item) for item in self.items["item_id"].astype(str)):
            return "not_all"
        try:
            for item, each in codes.items():
                Codebook.standard().check(each, item)
        except BadCoding:
            return "bad_code"
        return judging.RIGHT


def _no_own(answer: object) -> str:
    return judging.UNANSWERED if judging.unanswered(answer) else "own_first"


def _jaccard(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    return 1 - len({*one} & {*other}) / len({*one} | {*other})
