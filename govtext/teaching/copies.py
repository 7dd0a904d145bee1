"""Session 4, is copying a problem?: what is taken out first, likeness, the rate beyond chance, and what it proves."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

import pandas as pd

from govtext.reuse import Prose, copied_sentences, copy_rate, strip
from govtext.reuse.planted import planted_sentences
from govtext.teaching import judging
from govtext.teaching.answers import Answers

WITHIN = 0.0005
"""A share is right to three decimals."""
MOST = 0.5


def bigrams(sentence: str) -> set[str]:
    """The pairs of neighbouring characters of a sentence.

    >>> sorted(bigrams("开展培训"))
    ['培训', '展培', '开展']
    """
    return {sentence[at : at + 2] for at in range(len(sentence) - 1)}


class Copying(Answers):
    """Checks of session 4: `source` is the prose of the reports, `copies` the planted ones (report, source, text),
    `report` the id of the report looked at, `pair` two sentences to be compared."""

    session: ClassVar[str] = "copying"

    def __init__(self, source: Prose, copies: pd.DataFrame, report: str, pair: tuple[str, str]) -> None:
        super().__init__()
        self.source, self.report, self.pair = source, report, pair
        self.found = planted_sentences(copied_sentences(source), copies, source)

    @cached_property
    def rate(self) -> pd.Series[float]:
        """own, other and excess of `copy_rate`."""
        return copy_rate(self.source, draws=1).set_index("measure")["value"]

    def prescribed(self, answer: object) -> None:
        """Share of the report's characters that are taken out before any comparison."""
        entry = next(each for each in self.source.entries if each.report == self.report)
        text = self.source.texts([self.report])[self.report]
        left = len(strip(text, entry.name).kept) / len(text)
        self.settle("prescribed", judging.number(answer, 1 - left, {"left": left}, WITHIN))

    def jaccard(self, answer: object) -> None:
        """Jaccard likeness of the two sentences' pairs of characters."""
        one, other = map(bigrams, self.pair)
        shared, both = len(one & other), len(one | other)
        slips = {"distance": 1 - shared / both, "of_one": shared / len(one), "of_other": shared / len(other),
                 "of_sum": shared / (len(one) + len(other)), "count": float(shared)}  # fmt: skip
        self.settle("jaccard", judging.number(answer, shared / both, slips, WITHIN))

    def excess(self, answer: object) -> None:
        """The share of sentences found in the own last report beyond what an unrelated one gives."""
        own, other, right = (float(self.rate[name]) for name in ("own", "other", "excess"))
        slips = {"own": own, "other": other, "difference": own - other}
        self.settle("excess", judging.number(answer, right, slips, WITHIN))

    def scored(self, answer: object) -> None:
        """Precision and recall of the sentences found, against those planted: a dict of both."""
        hit, planted = self.found["how"] != "none", self.found["planted"]
        both = float((hit & planted).sum())
        right = {"precision": both / float(hit.sum()), "recall": both / float(planted.sum())}
        slips = {
            "swapped": {"precision": right["recall"], "recall": right["precision"]},
            "of_all": dict.fromkeys(right, both / len(self.found)),
        }
        self.settle("scored", judging.numbers(answer, right, slips, WITHIN))

    def direction(self, answer: object) -> None:
        """What the dates of two reports with a common passage prove: a (the later copied), b (the earlier did), c
        (neither)."""
        self.settle("direction", judging.choice(answer, "c", "abc"))

    def supported(self, answer: object) -> None:
        """Which of the statements a to f the data of the session support: a set of letters."""
        planted = self.found[self.found["planted"]]
        holds = {"b": self.rate["own"] > self.rate["other"], "e": (planted["how"] != "none").mean() > MOST}
        right = {letter for letter, true in holds.items() if true}
        self.settle("supported", judging.chosen(answer, right, "abcdef"))
