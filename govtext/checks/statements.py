"""Where the prose states a figure of a table: the wordings are data, this finds them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from govtext.checks.prose import Prose, Sentence
from govtext.checks.wordings import Statement, asked_of, neutral, word
from govtext.model import Claim

_BREATH = re.compile(r"[,。;:()、]")


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure stated in a sentence, zero where it is said in words. `doubts`: why another figure may be meant."""

    statement: Statement
    value: Decimal
    sentence: Sentence
    doubts: tuple[str, ...]

    @property
    def claim(self) -> Claim | None:
        return self.sentence.claim


def stated_numbers(prose: Prose, rule: str) -> Iterator[Stated]:
    """The numbers that this rule's statements recognise as a figure of a table; the first that fits has it."""
    asked = asked_of(rule)
    for sentence in prose.numbers:
        for statement in asked.statements if asked.said.search(sentence.text) else ():
            found = _find(statement, statement.said, statement.not_with, sentence.text)
            if found and sentence.claim and sentence.claim.unit in statement.units:
                value = sentence.claim.value or Decimal(0)
                yield Stated(statement, value, sentence, _doubts(statement, sentence, found))
                break


def stated_none(prose: Prose, rule: str) -> Iterator[Stated]:
    """Where the prose says in words that there was none."""
    asked = asked_of(rule)
    for sentence in prose.sentences:
        for statement in asked.statements if asked.none.search(sentence.text) else ():
            if found := _find(statement, statement.none, statement.not_none, sentence.text):
                qualified = word("qualified").search(breath(sentence.text, found))
                reasons = [f"doubt: it is qualified by 「{qualified.group()}」"] if qualified else []
                yield Stated(statement, Decimal(0), sentence, (*_doubts(statement, sentence, found), *reasons))


def _find(
    statement: Statement, patterns: Sequence[re.Pattern[str]], not_with: re.Pattern[str] | None, text: str
) -> re.Match[str] | None:
    """The first place where the sentence makes the statement, of this year and of nothing else."""
    if not statement.fits(text):
        return None
    every = (match for each in patterns for match in each.finditer(text))
    return next((match for match in every if not _other_matter(statement, not_with, text, match)), None)


def breath(text: str, found: re.Match[str]) -> str:
    """The words around a match up to the nearest punctuation on either side."""
    starts = [match.end() for match in _BREATH.finditer(text, 0, found.start())]
    after = _BREATH.search(text, found.end())
    return text[starts[-1] if starts else 0 : after.start() if after else len(text)]


def qualifiers(text: str, found: re.Match[str]) -> str:
    """What stands beside a match and is none of the neutral words: it may make the number one of a part only.

    >>> text = "县水利局收到同一申请人的公开申请■,"
    >>> qualifiers(text, re.search("申请■", text))
    '县水利局…同一'
    """
    bracketed = word("narrowed").match(text[found.end() - 1 :])
    before = re.split("[,。;:()]", text[: found.start()])[-1].rpartition("、")[0]
    near = f"{before},{breath(text, found)}"
    left = [part for part in re.split("[^一-鿿]+", neutral().sub("-", near)) if part]
    return bracketed.group()[2:-1] if bracketed else "…".join(left)


def _other_matter(statement: Statement, not_with: re.Pattern[str] | None, text: str, found: re.Match[str]) -> bool:
    """True where the words speak of another thing, of another year, or of a part only."""
    near, before = breath(text, found), text[: found.end()]
    if not_with and not_with.search(near):
        return True
    if statement.whole and "其中" in re.split("[。;]", before)[-1]:
        return True
    return not statement.past and (_another_year(before) or bool(word("past").search(near)))


def _another_year(before: str) -> bool:
    """True where the last words that set a year set another than the report's."""
    last = [
        match.lastgroup
        for match in word("period").finditer(before)
        if not word("not_period").search(before[: match.start()])
    ]
    return last[-1:] == ["other"]


def _doubts(statement: Statement, sentence: Sentence, found: re.Match[str]) -> tuple[str, ...]:
    """Why the words may mean another figure; it matters only where the numbers differ."""
    text = sentence.text
    after = _BREATH.search(text, found.end())
    words = word("elsewhere").search(text[: after.start() if after else len(text)])
    reasons = [f"doubt: the sentence may speak of another scope or period (「{words.group()}」)"] if words else []
    narrowed = qualifiers(text, found)
    reasons += [f"doubt: other words may narrow the number down (「{narrowed}」)"] if narrowed and not words else []
    reasons += ["doubt: the words fit several figures"] if statement.vague else []
    unsaid = statement.firm and sentence.section != 4 and not statement.firm.search(text)
    return (*reasons, *(["doubt: the sentence does not say that it is about disclosure"] if unsaid else []))
