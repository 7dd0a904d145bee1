"""How much of section 5 is given to problems, and to which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from govtext.errors import UnknownCode
from govtext.manner.rate import Rate, characters
from govtext.recurrence.weighing import RESIDUAL, grave_words, sort_of, substantive

NONE = "none"
_NO_SECTION, _NO_PROBLEM = "there is no section 5", "no problem of a known kind is stated"


class ItemLike(Protocol):
    """What is needed of an item; `govtext.problems.Item` has it."""

    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def codes(self) -> tuple[str, ...]: ...


def problem_share(text: str, spans: Iterable[tuple[int, int]], section: tuple[int, int] | None = None) -> Rate:
    """Characters of problem items over characters of section 5 (own proposal, after 李学、方立 2026).

    `spans` are offsets (start, end) of the problem items in the text, `section` those of section 5 (None: the whole
    text). What several items share counts once; what lies outside the section does not count.

    >>> problem_share("问题：更新慢。措施：整改。", [(3, 6)]).value
    0.3333333333333333
    """
    start, end = section or (0, len(text))
    covered, position = 0, start
    for left, right in sorted(spans):
        first, last = max(left, position), min(right, end)
        if first < last:
            covered += characters(text[first:last])
            position = last
    return Rate(covered, characters(text[start:end]), 1, _NO_SECTION)


def problem_density(problems: int, text: str) -> Rate:
    """Problems per 1,000 characters of section 5 (own proposal): 1000 · problems / characters.

    >>> problem_density(1, "更新慢，人手少。").value
    166.66666666666666
    """
    return Rate(problems, characters(text), 1000, _NO_SECTION)


def evasiveness(items: Sequence[ItemLike], text: str = "", codes: str | Iterable[str] = "narrow") -> Rate:
    """1 − substantive problems / problems (own proposal, after 李学、方立 2026: selective self-criticism).

    A problem is substantive with one of the `codes` (a list of `govtext.recurrence.substantive()`, or codes), or where
    its words in `text` say so (败诉, 应公开未公开, …). The numerator counts the problems that are not. Problems of no
    kind in particular (code other) count in neither. Without any other problem there is no value. Raises `UnknownCode`
    for a list that is not declared.

    >>> from govtext.problems import items
    >>> text = "一是依申请公开答复超期。二是宣传不够。"
    >>> evasiveness(items(text), text).value
    0.5
    """
    wanted = _codes(codes)
    problems = [(wanted.intersection(each.codes), each.codes, text[each.start : each.end]) for each in stated(items)]
    counted = [(meets, said) for meets, codes, said in problems if meets or sort_of(codes, said) != RESIDUAL]
    evading = [said for meets, said in counted if not meets and not grave_words(said)]
    return Rate(len(evading), len(counted), 1, _NO_PROBLEM)


def stated(items: Iterable[ItemLike]) -> list[ItemLike]:
    """The problems among items, without statements that there is none."""
    return [item for item in items if item.kind == "problem" and NONE not in item.codes]


def _codes(codes: str | Iterable[str]) -> frozenset[str]:
    if not isinstance(codes, str):
        return frozenset(codes)
    if codes not in substantive():
        raise UnknownCode(f"no list {codes!r} of substantive codes", expected=" or ".join(substantive()))
    return frozenset(substantive()[codes].codes)
