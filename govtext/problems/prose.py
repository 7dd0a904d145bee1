"""Items of prose without enumerators: a sentence is one, or each thing that a sentence lists."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from govtext.problems.coding import coder
from govtext.problems.cues import Cues, Judgement
from govtext.problems.drafts import SIGNATURE, Context, Draft, heading_at
from govtext.problems.item import Kind, Shape
from govtext.problems.lists import behind_lead, listed
from govtext.problems.sentences import Span, paragraphs, trimmed, units
from govtext.problems.taxonomy import OTHER

_BUTS = ("，但是", "，但", "，然而", "，不过")


@dataclass(slots=True)
class Prose:
    """Walks through sentences and collects drafts of items."""

    masked: str
    cues: Cues
    drafts: list[Draft] = field(default_factory=list)
    general: Span | None = None
    """The first sentence that says only that there are problems."""
    stated_none: Span | None = None
    """The first sentence that says that there are none."""
    count: int = 0
    """Lists and paragraphs so far."""

    def finished(self) -> list[Draft]:
        """The drafts in reading order; where no problem was named, the statement that there is none, or only some."""
        if not any(draft.kind == "problem" for draft in self.drafts):
            self._fall_back()
        return sorted(self.drafts, key=lambda draft: draft.start)

    def _fall_back(self) -> None:
        if self.stated_none:
            self.add(
                "problem",
                *self.stated_none,
                self.masked[slice(*self.stated_none)].strip("。；\n"),
                Context(),
                "none",
                0,
            )
        elif self.general:
            cue = self.cues.judge(self.masked[slice(*self.general)]).cue
            self.add("problem", *self.general, cue, Context(), "prose", 0)

    def add(
        self, kind: Kind | None, start: int, end: int, cue: str, context: Context, shape: Shape, block: int
    ) -> None:
        """Add an item, marks at its ends left out. What is said of the year before is no problem of this year."""
        start, end = trimmed(self.masked, start, end)
        long_enough = end - start > 1 or shape == "none"
        if kind and end > start and long_enough and not (context.past and kind == "problem"):
            self.drafts.append(Draft(kind, start, end, cue or context.heading, context, shape, block))

    def prose(self, start: int, end: int, context: Context) -> Context:
        """Items of the prose between two places; the context that its last heading leaves."""
        for first, last in paragraphs(self.masked, start, end):
            if not SIGNATURE.fullmatch(self.masked, first, last):
                context = self._paragraph(first, last, context)
        return context

    def _paragraph(self, start: int, end: int, context: Context) -> Context:
        self.count += 1
        local, since, labelled = context, len(self.drafts), False
        for begin, stop in units(self.masked, start, end, self.cues):
            heading = heading_at(self.masked, begin, stop, self.cues)
            if heading:
                context = local = heading.over(context)
                since, labelled = len(self.drafts), True
            unit = (heading.end if heading else begin, stop)
            if self.masked[slice(*unit)].strip("\n。；"):
                local = self._unit(unit, local, since, labelled)
                labelled = False
        return context

    def _unit(self, unit: Span, context: Context, since: int, labelled: bool) -> Context:
        words = self.masked[slice(*unit)]
        back = bool(self.cues.back.search(words))
        if not back and (context.past or self.cues.past.search(words)):
            context = context if context.past else replace(context, past=True, kind="measure")
            self._of_last_year(unit, words, context)
            return context
        if context.past:
            context = Context()
        if not self._states_none(unit, words):
            self._item(unit, words, context, since, labelled)
        return context

    def _of_last_year(self, unit: Span, words: str, context: Context) -> None:
        """What was done about last year's problems is a measure; the problems themselves are no items."""
        judged = self.cues.judge(words)
        if context.kind == "measure" and (judged.kind == "measure" or self.cues.done.search(words)):
            self.add("measure", *unit, judged.cue, context, "prose", self.count)

    def _states_none(self, unit: Span, words: str) -> bool:
        clauses = [clause for clause in words.strip("。；\n").split("，") if clause]
        stated = any(self.cues.none.fullmatch(clause) for clause in clauses) and "需要报告" not in words
        if stated:
            self.stated_none = self.stated_none or unit
        return stated

    def _item(self, unit: Span, words: str, context: Context, since: int, labelled: bool) -> None:
        judged = self.cues.judge(words)
        kind = self._kind(judged, words, context, since, labelled)
        if kind is None:
            self._attach(unit, context, since)
        elif kind == "problem":
            self._problems(unit, words, judged.cue if judged.kind == kind else "", context)
        else:
            begin = unit[0] + self.after_handing(words)
            self.add(kind, begin, unit[1], judged.cue if judged.kind == kind else "", context, "prose", self.count)

    def after_handing(self, words: str) -> int:
        """Where the measure begins behind words that only announce it (将采取以下措施：…)."""
        colon = words.find("：")
        announced = 0 < colon < len(words.rstrip("。；\n")) - 1 and self.cues.handing.search(words, 0, colon)
        return colon + 1 if announced else 0

    def _kind(self, judged: Judgement, words: str, context: Context, since: int, labelled: bool) -> Kind | None:
        """What a sentence is in its context; None for one that only goes on or leads up to something."""
        praised = judged.kind is None and bool(self.cues.praise.search(words))
        if praised:
            return None
        if context.kind == "measure":
            return "measure"
        if context.kind == "problem":
            return "problem" if judged.kind == "problem" or labelled else "measure" if judged.sure else None
        if judged.kind == "measure" and not judged.sure and not self._ahead(words, since):
            return None
        return judged.kind

    def _ahead(self, words: str, since: int) -> bool:
        """Whether an unheaded sentence speaks of what will be done: by its words, or because the last one did."""
        follows = len(self.drafts) > since and self.drafts[-1].kind == "measure"
        return bool(follows or self.cues.will.search(words)) and not self.cues.praise.search(words)

    def _attach(self, unit: Span, context: Context, since: int) -> None:
        """A sentence without a cue goes on with the item before it in the paragraph."""
        if len(self.drafts) > since:
            last = self.drafts[-1]
            if last.shape == "prose" and last.block == self.count and last.context.heading == context.heading:
                start, end = trimmed(self.masked, last.start, unit[1])
                self.drafts[-1] = replace(last, start=start, end=end)

    def _problems(self, unit: Span, words: str, cue: str, context: Context) -> None:
        """The problems of one sentence; one that says only that there are problems is kept aside."""
        if found := listed(words, self.cues):
            self.count += 1
            for place, (first, last) in enumerate(found.parts, 1):
                own = self.cues.problem(words[first:last]) or found.cue
                there = replace(context, place=place)
                self.add("problem", unit[0] + first, unit[0] + last, own, there, "listed", self.count)
        elif self._says_only_some(words):
            self.general = self.general or unit
        else:
            begin = unit[0] + (behind_lead(words, self.cues) or self._after_praise(words))
            self.add("problem", begin, unit[1], cue, context, "prose", self.count)

    def _says_only_some(self, words: str) -> bool:
        seen = self.cues.seen(words)
        general = self.cues.general.search(seen)
        if general is None or behind_lead(words, self.cues):
            return False
        clause = seen[max(seen.rfind(mark, 0, general.start()) for mark in "，；：") + 1 : general.end()]
        return not self.cues.lacks.search(self.cues.general.sub("", seen)) and coder().code(clause).codes == (OTHER,)

    def _after_praise(self, words: str) -> int:
        """Where the problem begins in a sentence that praises first: 虽取得成效，但…"""
        for mark in _BUTS:
            place = words.find(mark)
            if place > 0 and not self.cues.problem(words[:place]) and self.cues.problem(words[place:]):
                rest = words[place + len(mark) :]
                return place + len(mark) + (len(rest) - len(rest.lstrip("，")))
        return 0
