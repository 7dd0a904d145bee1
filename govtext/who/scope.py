"""Whose figures a report gives: its own organ's, or those of every organ of the place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from govtext.document import Paragraph, Place
from govtext.model import Fact, Reading
from govtext.parse.prose.report_title import front

_SENTENCE = re.compile(r"[^。；;！？!?\n]+[。；;！？!?]?")


@dataclass(frozen=True, slots=True)
class _Family:
    """Patterns of one strength and value: `stated` by the report of itself, or told by how it counts."""

    kind: str
    value: str
    patterns: tuple[re.Pattern[str], ...]


@cache
def _families() -> tuple[tuple[_Family, ...], tuple[re.Pattern[str], ...]]:
    raw = tomllib.loads((resources.files("govtext.who") / "data" / "scope.toml").read_text(encoding="utf-8"))
    families = tuple(
        _Family(kind, each["value"], tuple(map(re.compile, each["patterns"])))
        for kind in ("stated", "counted") for each in raw[kind]
    )  # fmt: skip
    return families, tuple(map(re.compile, raw["not"]))


def scope_of(reading: Reading) -> Fact:
    """Whose figures the report gives: `own`, `aggregate`, or None where preface and sections 1 to 3 do not tell.

    What the report states of itself goes before how its sentences count; where the two values stand against each other
    with the same strength, the value is None and the rule says so.
    """
    paragraphs = list(front(reading.document, reading.sections))
    paragraphs += [each for number in (1, 2, 3) if (section := reading.section(number)) for each in section.paragraphs]
    return _told(list(_found(paragraphs)))


def scope_of_text(text: str) -> Fact:
    """The same from plain text; `start` counts in it.

    >>> fact = scope_of_text("本报告汇总了全区各部门、各镇街的数据。")
    >>> fact.value, fact.evidence
    ('aggregate', '本报告汇总了全区各部门、各镇街的数据。')
    >>> scope_of_text("全区各部门认真学习条例。").value is None
    True
    """
    return _told(list(_found([Paragraph(text, 0, Place())])))


def _found(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[_Family, Fact]]:
    for paragraph in paragraphs:
        for match in _SENTENCE.finditer(paragraph.text):
            if family := _family(match.group()):
                evidence = match.group().strip()
                start = paragraph.start + match.start() + match.group().index(evidence)
                yield family, Fact(family.value, evidence, f"{family.kind} scope", paragraph.place, start)


def _family(sentence: str) -> _Family | None:
    plain = "".join(sentence.split())
    families, excluded = _families()
    if any(pattern.search(plain) for pattern in excluded):
        return None
    fitting = [family for family in families if any(pattern.search(plain) for pattern in family.patterns)]
    return fitting[0] if len({family.value for family in fitting}) == 1 else None


def _told(found: Sequence[tuple[_Family, Fact]]) -> Fact:
    for kind in ("stated", "counted"):
        facts = [fact for family, fact in found if family.kind == kind]
        values = {fact.value for fact in facts}
        if len(values) == 1:
            return facts[0]
        if values:
            each = [next(fact for fact in facts if fact.value == value) for value in sorted(map(str, values))]
            said = " / ".join(fact.evidence for fact in each)
            return Fact(None, said, f"{kind} scope, both ways", each[0].place)
    return Fact()
