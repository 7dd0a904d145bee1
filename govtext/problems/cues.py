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
_WHEN = (
    r"(?:(?:20\d\d年|明年|今年|年[内初底中末]前?|全年|[一二三四上下][半季]年?度?[初末中]?|\d{1,2}月[初底末起份]?|目前|现|一年来|年度?内)，?)?"
    "(?:并|同时|再|又|还|另|先|也|即|均|主动|及时)*"
)
"""When and how, before the verb of a measure."""
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
    facts: re.Pattern[str]
    general: re.Pattern[str]
    righted: re.Pattern[str]
    verbs: re.Pattern[str]
    faint: re.Pattern[str]
    own: re.Pattern[str]
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

    def told(self, clause: str) -> str:
        """The words of the clause that name a problem or tell of one as it happened, or nothing."""
        found = self.facts.search(self.seen(clause))
        return self.problem(clause) or (found.group() if found else "")

    def seen(self, clause: str) -> str:
        """The clause without what it says is set right."""
        return self.righted.sub(_blank, clause)

    def acts(self, words: str) -> bool:
        """Whether any clause of the words begins with an act."""
        clauses = (clause for clause in _CLAUSE.split(words) if clause)
        return any(self.verbs.match(one) or self.own.match(one) or self.faint.match(one) for one in clauses)

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
        own = self.own.match(body)
        if own and not self._turned_back(seen, own.end()):
            return Judgement("measure", own.group(), True)
        if lacked := self.lacks.search(seen):
            first = not _CLAUSE.search(seen, 0, lacked.start())
            if not verb or (first and _CLAUSE_END.match(seen, lacked.end())):
                return Judgement("problem", lacked.group(), not verb)
        if general := self.general.search(seen):
            return Judgement("problem", general.group())
        return self._softer(body, seen, verb)

    def _turned_back(self, seen: str, start: int) -> bool:
        """Whether a sentence that tells what was done goes over to what is still wrong (已建成平台，但无人维护)."""
        but = _BUT.search(seen, start)
        return bool(but and self.told(seen[but.start() :]))

    def _softer(self, body: str, seen: str, verb: re.Match[str] | None) -> Judgement:
        if turned := self.turn.search(body):
            return Judgement("measure", turned.group(), True)
        if self.praise.search(body):
            return Judgement(None)
        told = self.facts.search(seen)
        if told and (not verb or self._turned_back(seen, verb.end())):
            return Judgement("problem", told.group())
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


def _acts(verbs: str, own: str, pattern: str) -> str:
    """The pattern with the verbs of measures, and who carries them out, in the place of their names."""
    return pattern.replace("OWN", own).replace("VERB", verbs)


@cache
def cues() -> Cues:
    """The cues of the package's data."""
    raw = tomllib.loads((resources.files(__package__) / "data" / "cues.toml").read_text(encoding="utf-8"))
    problem, measure = raw["problem"], raw["measure"]
    plain = _any(measure["verbs"])
    verbs, own = f"(?:{_WHEN})?(?:{plain})", _acts(plain, "", _any(measure["own"]))
    return Cues(
        frame=re.compile(f"(?P<before>[^，。；]{{0,10}}，)?(?P<frame>{_any(raw['frames']['measure'])})"),
        turn=re.compile(
            f"(?<=[，；。])(?:因此|所以)?，?(?:{_acts(plain, _any(measure['own'][:2]), _any(raw['frames']['turn']))})"
        ),
        verbs=re.compile(verbs),
        own=re.compile(own),
        **{name: re.compile(_any(problem[name])) for name in ("needs", "lacks", "weak", "facts", "general", "righted")},
        **{name: re.compile(_any(measure[name])) for name in ("faint", "will", "done", "praise")},
        heading=_headings(raw["headings"]),
        handing=re.compile(_any(raw["headings"]["handing"])),
        past=re.compile(_any(raw["past"]["sentence"])),
        back=re.compile(_any(raw["past"]["back"])),
        none=re.compile(_any(raw["none"]["clause"])),
        lead=re.compile(_any(raw["lists"]["lead"])),
        tail=re.compile(raw["lists"]["tail"]),
    )
