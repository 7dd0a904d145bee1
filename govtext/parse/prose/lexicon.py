"""The words around numbers (data/claims.toml), compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from govtext.parse.prose.numbers import HAN_NUMERAL


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns on half-width text: counters, words that are no numbers, codes, and what modifies a number."""

    counter: re.Pattern[str]
    han_counter: re.Pattern[str]
    not_numbers: re.Pattern[str]
    codes: re.Pattern[str]
    approximation_before: re.Pattern[str]
    approximation_after: re.Pattern[str]
    bound_before: re.Pattern[str]
    bound_after: re.Pattern[str]
    increase: re.Pattern[str]
    decrease: re.Pattern[str]
    meanings: Mapping[str, Mapping[str, str]]
    """For each of the four modifier patterns: the word found and what it stands for."""


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _guarded(counters: Iterable[str], guards: Mapping[str, str]) -> re.Pattern[str]:
    parts = (
        re.escape(word) + (f"(?![{guards[word]}])" if guards.get(word) else "")
        for word in sorted(counters, key=len, reverse=True)
    )
    return re.compile(rf"\s?(?P<unit>{'|'.join(parts)})")


def _words(patterns: Sequence[str]) -> str:
    """One pattern for words with a numeral in them, told apart by their first character for speed.

    A word that begins with a numeral does not begin inside a longer numeral (二次 in 十二次).
    """
    numeral = [each for each in patterns if re.match(rf"\[|{HAN_NUMERAL}", each)]
    other = [each for each in patterns if each not in numeral]
    first = "".join(sorted({each[0] for each in other}))
    return f"(?={HAN_NUMERAL})(?<!{HAN_NUMERAL})(?:{'|'.join(numeral)})|(?=[{first}])(?:{'|'.join(other)})"


def _without(words: Iterable[str]) -> str:
    """A look-behind for each trap, to stand right before the end of the word it ends with."""
    return "".join(f"(?<!{re.escape(word)})" for word in words)


def _changes(words: Iterable[str], traps: Iterable[str], links: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_any(words)}){_without(traps)}{links}$")


@cache
def lexicon() -> Lexicon:
    """The lexicon of numbers in prose."""
    raw: dict[str, Any] = tomllib.loads(
        (resources.files(__package__) / "data" / "claims.toml").read_text(encoding="utf-8")
    )
    before, after, change, traps = raw["before"], raw["after"], raw["change"], _without(raw["before"]["traps"])
    return Lexicon(
        counter=_guarded([*raw["counters"], *raw["arabic_counters"]], raw["guards"]),
        han_counter=_guarded(raw["counters"], raw["guards"]),
        not_numbers=re.compile(_words(raw["words"]["not_numbers"])),
        codes=re.compile(f"(?=[{raw['words']['codes_begin']}])(?:{'|'.join(raw['words']['codes'])})"),
        approximation_before=re.compile(rf"(?P<word>{_any(before['approximation'])}){traps}\s?$"),
        approximation_after=re.compile(rf"\s?(?P<word>{_any(after['approximation'])})"),
        bound_before=re.compile(rf"(?P<word>{_any(before['bound'])})[了过到约近]?\s?$"),
        bound_after=re.compile(rf"\s?(?:左右)?(?P<word>{_any(after['bound'])})"),
        increase=_changes(change["increase"], change["traps"], change["links"]),
        decrease=_changes(change["decrease"], change["traps"], change["links"]),
        meanings={
            "approximation_before": before["approximation"],
            "approximation_after": after["approximation"],
            "bound_before": before["bound"],
            "bound_after": after["bound"],
        },
    )
