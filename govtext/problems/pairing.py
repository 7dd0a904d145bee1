"""Which measure answers which problem, with a score and its reasons.

Many to many: a measure may answer several problems and a problem be answered by several measures. Each measure is given
to the problem for which its score is highest, and to any other whose score is nearly as high.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from govtext.problems.item import Item, Kind, Pair, Pairs
from govtext.problems.taxonomy import NONE, OTHER

_ENOUGH = 0.25
"""A lower score is no answer."""
_NEARLY = 0.85
"""Share of its best score that a measure needs for a further problem."""
_WINDOW = 60
"""A measure is held against no more than this many problems before it, which is more than any report has."""
_INSIDE, _PLACE, _UNEVEN, _CODES, _FIRST, _WORDS, _NEXT = 0.6, 0.3, 0.1, 0.3, 0.1, 0.5, 0.15
_PLAIN = frozenset({
    "政府", "信息", "公开", "政务", "工作", "进一", "一步", "加强", "提升", "提高", "完善",
    "继续", "相关", "有关", "存在", "问题", "不够", "不足", "有待", "仍需", "还需", "方面",
    "情况", "开展", "推进", "单位", "部门", "部分", "个别", "不断", "切实", "步加", "步提",
})  # fmt: skip
"""Pairs of characters that every item may have."""
Sizes = Mapping[tuple[Kind, int], int]
"""How many items of a kind a block holds."""


def pair(items: Sequence[Item]) -> Pairs:
    """Pair the problems and the measures of one report.

    Scores are sums, at most 1, of: the measure stands inside the problem's own entry (0.6); the same place in two lists
    of equal length (0.3, or 0.1 where the lengths differ or are 1); shared codes (0.3 times their share of the shorter
    list of codes, and 0.1 for the same first code); shared words (0.5 times the cosine of pairs of characters, weighted
    by inverse frequency in the report); the measure follows the problem directly (0.15). From 0.25 on it is an answer.

    >>> from govtext.problems import items
    >>> found = items("一是业务不熟，更新慢。下一步将加强业务培训。二是宣传不够。")
    >>> [(each.problem, each.measure, each.reasons[0]) for each in pair(found).pairs], pair(found).unanswered
    ([(0, 1, 'inside')], (2,))
    """
    problems = [place for place, item in enumerate(items) if item.kind == "problem" and NONE not in item.codes]
    measures = [place for place, item in enumerate(items) if item.kind == "measure" and not item.past]
    weights = _weights(items)
    sizes = Counter((item.kind, item.block) for item in items)
    found: list[Pair] = []
    for measure in measures:
        scored = [
            _scored(items, problem, measure, weights, sizes) for problem in _near(problems, measure)
        ]  # fmt: skip
        best = max((each.score for each in scored), default=0.0)
        found += [each for each in scored if each.score >= max(_ENOUGH, _NEARLY * best)]
    answered, answering = {each.problem for each in found}, {each.measure for each in found}
    return Pairs(
        tuple(sorted(found, key=lambda each: (each.problem, -each.score, each.measure))),
        tuple(place for place in problems if place not in answered),
        tuple(place for place in measures if place not in answering),
    )


def _near(problems: Sequence[int], measure: int) -> list[int]:
    before = [place for place in problems if place < measure][-_WINDOW:]
    return before or [place for place in problems if place > measure][:_WINDOW]


def _weights(items: Sequence[Item]) -> list[Mapping[str, float]]:
    """For each item its pairs of characters, each weighted by inverse frequency among the items, to unit length."""
    grams = [
        {first + second for first, second in zip(item.text, item.text[1:], strict=False)
         if "\u4e00" <= first <= "\u9fff" and "\u4e00" <= second <= "\u9fff"} - _PLAIN
        for item in items
    ]  # fmt: skip
    counts = Counter(gram for each in grams for gram in each)
    idf = {gram: math.log((len(items) + 2) / count) for gram, count in counts.items()}
    made: list[Mapping[str, float]] = []
    for each in grams:
        length = math.sqrt(sum(idf[gram] ** 2 for gram in each)) or 1.0
        made.append({gram: idf[gram] / length for gram in each})
    return made


def _scored(
    items: Sequence[Item],
    problem: int,
    measure: int,
    weights: Sequence[Mapping[str, float]],
    sizes: Sizes,
) -> Pair:
    one, other = items[problem], items[measure]
    reasons: list[tuple[float, str]] = []
    if one.block == other.block and one.place == other.place and one.place:
        reasons.append((_INSIDE, "inside"))
    elif one.place and one.place == other.place and one.block != other.block:
        even = 1 < sizes["problem", one.block] == sizes["measure", other.block]
        reasons.append((_PLACE if even else _UNEVEN, "same place in parallel lists"))
    reasons += _alike(one, other)
    small, large = sorted((weights[problem], weights[measure]), key=len)
    shared = {gram: value * large[gram] for gram, value in small.items() if gram in large}
    if shared:
        strongest = sorted(shared, key=lambda gram: (-shared[gram], gram))[:4]
        reasons.append((_WORDS * sum(shared.values()), f"shared words {' '.join(strongest)}"))
    if measure == problem + 1 and one.block == other.block - 1 and not (one.place and other.place):
        reasons.append((_NEXT, "follows directly"))
    return Pair(
        problem, measure, round(min(1.0, sum(score for score, _ in reasons)), 3), tuple(said for _, said in reasons)
    )


def _alike(one: Item, other: Item) -> list[tuple[float, str]]:
    codes, others = set(one.codes) - {OTHER}, set(other.codes) - {OTHER}
    shared = [code for code in one.codes if code in others]
    if not shared or not codes:
        return []
    score = _CODES * len(shared) / min(len(codes), len(others))
    if one.codes[0] == other.codes[0]:
        score += _FIRST
    return [(score, f"same codes {' '.join(shared)}")]
