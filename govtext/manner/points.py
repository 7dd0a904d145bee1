"""Whether a measure says who, by when, how much and by what: 0 to 4 points, each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from govtext.forms import Label
from govtext.manner.patterns import load, wide
from govtext.manner.rate import Rate
from govtext.manner.specifics import Specific, find_specifics

POINTS = ("who", "when", "how_much", "what")
_ONCE = re.compile("一次|1次")


@dataclass(frozen=True, slots=True)
class Rule:
    """What gives a point: kinds of specifics, and a pattern."""

    name: str
    label: Label
    asks: Label
    kinds: tuple[str, ...]
    pattern: re.Pattern[str] | None
    date: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a measure that give a point: `text[start:end] == raw`."""

    point: str
    raw: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Concreteness:
    """The points of one measure, with all evidence in order of points."""

    evidence: tuple[Evidence, ...]

    @property
    def points(self) -> tuple[str, ...]:
        """The points it has, of who, when, how_much and what."""
        given = {each.point for each in self.evidence}
        return tuple(point for point in POINTS if point in given)

    @property
    def score(self) -> int:
        return len(self.points)


@cache
def rules() -> Mapping[str, Rule]:
    """The rules of the four points (data/concreteness.toml).

    >>> rules()["when"].label.en
    'by when'
    """
    raw = load("concreteness")
    return {
        name: Rule(
            name, Label(**raw[name]["label"]), Label(**raw[name]["asks"]), tuple(raw[name]["kinds"]),
            re.compile("|".join(f"(?:{each})" for each in raw[name]["patterns"])) if raw[name]["patterns"] else None,
            re.compile(raw[name]["date"]) if "date" in raw[name] else None,
        )
        for name in POINTS
    }  # fmt: skip


def concreteness(text: str, found: Sequence[Specific] | None = None) -> Concreteness:
    """Concreteness of one measure, 0 to 4: one point each for who, by when, how much, by what (own proposal).

    The four questions are those of Doran (1981) that a text can answer. `found`: the specifics of the text where they
    are known. A figure within a deadline is no quantity, and 一次 beside how often is none.

    >>> measured = concreteness("由县政府办公室牵头，每季度开展1次检查，年底前举办培训班2期。")
    >>> measured.score, [(each.point, each.raw) for each in measured.evidence]
    ... # doctest: +NORMALIZE_WHITESPACE
    (4, [('who', '县政府办公室'), ('when', '每季度'), ('when', '年底前'), ('how_much', '2期'), ('what', '培训班')])
    """
    specifics = find_specifics(text) if found is None else found
    spans = {point: _spans(rule, wide(text), specifics) for point, rule in rules().items()}
    spans["how_much"] = [span for span in spans["how_much"] if _is_amount(text, span, spans["when"])]
    return Concreteness(
        tuple(Evidence(point, text[start:end], start, end) for point in POINTS for start, end in spans[point])
    )


def mean_concreteness(measures: Iterable[str]) -> Rate:
    """The mean score of a report's measures; no value where it has none.

    >>> mean_concreteness(["年底前举办培训班2期。", "加强学习。"]).value
    1.5
    """
    scores = [concreteness(measure).score for measure in measures]
    return Rate(sum(scores), len(scores), 1, "no measure is stated")


def _spans(rule: Rule, text: str, specifics: Sequence[Specific]) -> list[tuple[int, int]]:
    """The places that give the point, left to right, none touching another."""
    given = [(each.start, each.end) for each in specifics if each.kind in rule.kinds or _is_deadline(rule, each)]
    if rule.pattern:
        given += [match.span() for match in rule.pattern.finditer(text) if match.end() > match.start()]
    done: list[tuple[int, int]] = []
    for start, end in sorted(given, key=lambda span: (span[0], -span[1])):
        if not done or start >= done[-1][1]:
            done.append((start, end))
    return done


def _is_deadline(rule: Rule, each: Specific) -> bool:
    return rule.date is not None and each.kind == "date" and bool(rule.date.search(each.raw))


def _is_amount(text: str, span: tuple[int, int], deadlines: Sequence[tuple[int, int]]) -> bool:
    if any(start < span[1] and span[0] < end for start, end in deadlines):
        return False
    return not (deadlines and _ONCE.fullmatch(text[slice(*span)]))
