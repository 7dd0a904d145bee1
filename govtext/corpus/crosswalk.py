"""What may be compared across the break of 2021, as declared in `data/crosswalk.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import Any

from govtext.forms import Label, figure, forms

BREAK = 2021
"""The first report year of the form of 2021."""


class CrossingWarning(UserWarning):
    """Figures are set side by side that the two forms do not count alike."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Codes of the old form and of the new that sound alike and count different things."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    label: Label


@cache
def _declared() -> Mapping[str, Any]:
    return tomllib.loads((resources.files(__package__) / "data" / "crosswalk.toml").read_text(encoding="utf-8"))


@cache
def differences() -> tuple[Difference, ...]:
    """Every pair that must not be compared."""
    return tuple(
        Difference(tuple(raw["old"]), tuple(raw["new"]), Label(raw["zh"], raw["en"])) for raw in _declared()["differs"]
    )


def parts(key: str) -> tuple[str, ...]:
    """The codes that add up to this one across the break; the code itself is the first.

    Raises `UnknownCode` where no form has it.

    >>> parts("requests/other/total")[1:]
    ('requests/other.no_correction/total', 'requests/other.fee_unpaid/total', 'requests/other.else/total')
    """
    figure(key)
    for same in _declared()["same"]:
        if "sum" in same and fnmatchcase(key, same["code"]):
            last = key.rsplit("/", 1)[-1]
            return key, *(each.replace("*", last) for each in same["sum"])
    return (key,)


def forms_of(key: str) -> tuple[str, ...]:
    """The forms that ask for the figure, or for figures that add up to it; raises `UnknownCode` where none does.

    >>> forms_of("requests/other/total"), forms_of("proactive/rules/in_force")
    (('2019', '2021'), ('2021',))
    """
    wanted = set(parts(key))
    return tuple(form.code for form in forms() if wanted & {figure.key for figure in form.figures()})


def crossings(keys: Sequence[str], years: Iterable[int]) -> Iterator[str]:
    """What is wrong with these figures over these years, one line each; nothing where all years use one form."""
    sides = {year < BREAK for year in years}
    if len(sides) < 2:
        return
    for key in keys:
        asked = forms_of(key)
        if len(asked) == 1:
            side = f"before {BREAK}" if asked == ("2019",) else f"from {BREAK} on"
            yield f"{key}: only {side}{_why(key)}"
    for difference in differences():
        old, new = (_matching(keys, codes) for codes in (difference.old, difference.new))
        for one in old:
            for other in new:
                if _alike(one, other):
                    yield f"{one} and {other} are no one series: {difference.label.en}"


def _alike(one: str, other: str) -> bool:
    return one.split("/")[:2] == other.split("/")[:2]


def _matching(keys: Iterable[str], patterns: Sequence[str]) -> list[str]:
    return [key for key in keys if any(fnmatchcase(key, pattern) for pattern in patterns)]


def _why(key: str) -> str:
    for difference in differences():
        if _matching([key], (*difference.old, *difference.new)):
            return f"; {difference.label.en}"
    return next((f"; {only['en']}" for only in _declared()["only"] if _matching([key], only["codes"])), "")


def patterns() -> Iterator[str]:
    """Every code or pattern that the crosswalk names."""
    for same in _declared()["same"]:
        yield from (same["code"], *same.get("sum", ()))
    for difference in differences():
        yield from (*difference.old, *difference.new)
    for only in _declared()["only"]:
        yield from only["codes"]
