"""The words that tell a problem from a measure (data/cues.toml), compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from govtext.problems.item import Kind

_OPENING = re.compile(
    r"^(?:但是?|然而|不过|同时|此外|另外|而且|并且|且|还有|也|以及|尤其是?|特别是|其中|目前|当前|总的来看|总体上?看|从[^，。；]{2,14}来?看)?[，：]?"
)
_CLAUSE = re.compile("[，。；]")
_BUT = re.compile("但|然而|不过")
_CLAUSE_END = re.compile(r"[^，。；：、]{0,5}?(?:$|[，。；：、]|等|的(?:问题|现象|情况))")


class Judgement(NamedTuple):
    """Problem, measure or neither, the words that say so, and whether they leave no doubt."""

    kind: Kind | None
    cue: str = ""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Cues:
    """Compiled patterns on masked prose; `judge` is the order in which they count."""

    frame: re.Pattern[str]
    turn: re.Pattern[str]
    needs: re.Pattern[str]
    lacks: re.Pattern[str]
    weak: re.Pattern[str]
    general: re.Pattern[str]
    righted: re.Pattern[str]
    verbs: re.Pattern[str]
    faint: re.Pattern[str]
    will: re.Pattern[str]
    done: re.Pattern[str]
    praise: re.Pattern[str]
    heading: re.Pattern[str]
    handing: re.Pattern[str]
    past: re.Pattern[str]
    back: re.Pattern[str]
    none: re.Pattern[str]
    lead: re.Pattern[str]
    tail: re.Pattern[str]

    def problem(self, clause: str) -> str:
        """The words of the clause that name a problem not yet set right, or nothing."""
        seen = self.seen(clause)
        found = self.needs.search(seen) or self.lacks.search(seen)
        return found.group() if found else ""

    def seen(self, clause: str) -> str:
        """The clause without what it says is set right."""
        return self.righted.sub(_blank, clause)

    def framed(self, sentence: str) -> re.Match[str] | None:
        """The words that announce a measure at the sentence's start, or behind a short clause without a problem."""
        match = self.frame.match(sentence)
        if match is None or (match["before"] and self.problem(match["before"])):
            return None
        but = _BUT.search(sentence, match.end())
        return None if but and self.problem(sentence[but.start() :]) else match

    def judge(self, sentence: str) -> Judgement:
        """Problem or measure, told by the sentence's own words.

        >>> [cues().judge(text).kind for text in ("对公开的认识有待进一步加强", "进一步加强培训", "我局位于城东")]
        ['problem', 'measure', None]
        >>> cues().judge("针对更新不及时的问题，按月检查")
        Judgement(kind='measure', cue='针对', sure=True)
        """
        opening = _OPENING.match(sentence)
        body = sentence[opening.end() :] if opening else sentence
        if framed := self.framed(body):
            return Judgement("measure", framed["frame"], True)
        seen = self.seen(body)
        if needed := self.needs.search(seen):
            return Judgement("problem", needed.group(), True)
        verb = self.verbs.match(body)
        if lacked := self.lacks.search(seen):
            first = not _CLAUSE.search(seen, 0, lacked.start())
            if not verb or (first and _CLAUSE_END.match(seen, lacked.end())):
                return Judgement("problem", lacked.group(), not verb)
        if general := self.general.search(seen):
            return Judgement("problem", general.group())
        return self._softer(body, seen, verb)

    def _softer(self, body: str, seen: str, verb: re.Match[str] | None) -> Judgement:
        if turned := self.turn.search(body):
            return Judgement("measure", turned.group(), True)
        if self.praise.search(body):
            return Judgement(None)
        weak = self.weak.search(seen)
        if weak and not verb and self.faint.match(body):
            return Judgement("problem", weak.group())
        if found := verb or self.will.search(body) or self.done.search(body) or self.faint.match(body):
            return Judgement("measure", found.group())
        return Judgement("problem", weak.group()) if weak else Judgement(None)


def _blank(match: re.Match[str]) -> str:
    return "□" * (match.end() - match.start())


def _any(patterns: Iterable[str]) -> str:
    return "|".join(patterns)


def _headings(raw: dict[str, Any]) -> re.Pattern[str]:
    """One pattern for every heading, a group for each sort of it."""
    sorts = ("past", "past_problem", "both", "problem", "measure")
    return re.compile("|".join(f"(?P<{sort}>{_any(raw[sort])})" for sort in sorts))


@cache
def cues() -> Cues:
    """The cues of the package's data."""
    raw = tomllib.loads((resources.files(__package__) / "data" / "cues.toml").read_text(encoding="utf-8"))
    problem, measure = raw["problem"], raw["measure"]
    return Cues(
        frame=re.compile(f"(?P<before>[^，。；]{{0,10}}，)?(?P<frame>{_any(raw['frames']['measure'])})"),
        turn=re.compile(f"(?<=[，；。])(?:因此|所以)?，?(?:{_any(raw['frames']['turn'])})"),
        **{name: re.compile(_any(problem[name])) for name in ("needs", "lacks", "weak", "general", "righted")},
        **{name: re.compile(_any(measure[name])) for name in ("verbs", "faint", "will", "done", "praise")},
        heading=_headings(raw["headings"]),
        handing=re.compile(_any(raw["headings"]["handing"])),
        past=re.compile(_any(raw["past"]["sentence"])),
        back=re.compile(_any(raw["past"]["back"])),
        none=re.compile(_any(raw["none"]["clause"])),
        lead=re.compile(_any(raw["lists"]["lead"])),
        tail=re.compile(raw["lists"]["tail"]),
    )
