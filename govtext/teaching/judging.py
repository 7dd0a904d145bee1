"""How an answer differs from the right one, told by the name of a slip; the name of none is empty."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from numbers import Real

import pandas as pd

RIGHT = ""
UNANSWERED = "unanswered"
_WITHIN = 1e-9


def unanswered(answer: object) -> bool:
    """Whether nothing was put in the place of the three dots.

    >>> unanswered(...), unanswered(None), unanswered({"left": ...}), unanswered(0)
    (True, True, True, False)
    """
    if isinstance(answer, Mapping):
        return not answer or any(unanswered(each) for each in answer.values())
    return answer is None or answer is ...


def number(answer: object, right: float, slips: Mapping[str, float] | None = None, within: float = _WITHIN) -> str:
    """The slip of a number: not_number, one of `slips` (name to the value it leads to), wrong; equal within `within`.

    >>> number(13, 10, {"group": 13}), number("10", 10), number(10.0, 10), number(11, 10)
    ('group', 'not_number', '', 'wrong')
    """
    if unanswered(answer):
        return UNANSWERED
    value = _number(answer)
    if value is None:
        return "not_number"
    known = {RIGHT: right, **(slips or {})}
    return next((slip for slip, each in known.items() if _close(value, each, within)), "wrong")


def numbers(
    answer: object,
    right: Mapping[str, float],
    slips: Mapping[str, Mapping[str, float]] | None = None,
    within: float = _WITHIN,
) -> str:
    """The slip of several named numbers: not_dict, keys, not_number, one of `slips`, wrong.

    >>> numbers({"a": 1, "b": 2}, {"a": 2, "b": 1}, {"swapped": {"a": 1, "b": 2}})
    'swapped'
    """
    if unanswered(answer):
        return UNANSWERED
    if not isinstance(answer, Mapping):
        return "not_dict"
    if set(answer) != set(right):
        return "keys"
    values = {str(name): _number(each) for name, each in answer.items()}
    if None in values.values():
        return "not_number"
    known = {RIGHT: right, **(slips or {})}
    given = {name: value for name, value in values.items() if value is not None}
    return next((slip for slip, each in known.items() if _all_close(given, each, within)), "wrong")


def choice(answer: object, right: str, choices: Collection[str]) -> str:
    """The slip of a choice: not_choice, or chose_ and what was chosen.

    >>> choice("b", "a", "abc"), choice("A ", "a", "abc"), choice("ab", "a", "abc")
    ('chose_b', '', 'not_choice')
    """
    if unanswered(answer):
        return UNANSWERED
    chosen = answer.strip().casefold() if isinstance(answer, str) else ""
    if chosen not in set(choices):
        return "not_choice"
    return RIGHT if chosen == right else f"chose_{chosen}"


def chosen(answer: object, right: Collection[str], choices: Collection[str]) -> str:
    """The slip of a set of names: not_set, not_choice, too_few, too_many, too_few_too_many.

    >>> chosen({"a", "b"}, {"a"}, "abc"), chosen({"b"}, {"a"}, "abc"), chosen(["a"], {"a"}, "abc"), chosen("a", {"a"}, "a")
    ('too_many', 'too_few_too_many', '', 'not_set')
    """  # noqa: E501
    if unanswered(answer):
        return UNANSWERED
    if not isinstance(answer, (set, frozenset, list, tuple)):
        return "not_set"
    names = {str(each) for each in answer}
    if not names <= set(choices):
        return "not_choice"
    slips = [name for name, part in (("too_few", set(right) - names), ("too_many", names - set(right))) if part]
    return "_".join(slips)


def _number(answer: object) -> float | None:
    if answer is pd.NA or isinstance(answer, bool) or not isinstance(answer, Real):
        return None
    value = float(answer)
    return value if math.isfinite(value) else None


def _close(value: float, right: float, within: float) -> bool:
    return math.isclose(value, right, rel_tol=1e-9, abs_tol=within)


def _all_close(values: Mapping[str, float], right: Mapping[str, float], within: float) -> bool:
    return set(values) == set(right) and all(_close(values[name], right[name], within) for name in right)
