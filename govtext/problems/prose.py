"""Items of prose without enumerators: a sentence is one, or each thing that a sentence lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from govtext.problems.coding import coder
from govtext.problems.cues import Cues, Judgement
from govtext.problems.drafts import SIGNATURE, Context, Draft, Heading, heading_at
from govtext.problems.item import Kind, Shape
from govtext.problems.lists import behind_lead, listed
from govtext.problems.sentences import Span, paragraphs, sentences, trimmed, units
from govtext.problems.several import fitted, steps
from govtext.problems.taxonomy import OTHER

_LABEL = re.compile(
    "[^：。；]{0,48}(?:问题|不足|差距|短板|弱项|毛病|通病|弊病|症结|痛点|堵点|难题|现象|困难|正视|反思|得到(?:有效|切实)?(?:解决|改进))：(?=.)"
)
_LEAST = 6
_ELABORATES = re.compile("(?:全[局县市区镇乡街院所校处厅委]|如|比如|例如|其中|有的|抽查|据统计|截至)")
"""A sentence that begins so tells more of the problem before it."""
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
    asked: int = -1
    """Where the last question ends; what answers it is a problem."""
    _judged: dict[Span, Judgement] = field(default_factory=dict)
    _units: dict[Span, list[Span]] = field(default_factory=dict)
    _sentences: dict[Span, list[Span]] = field(default_factory=dict)
    _headings: dict[Span, Heading | None] = field(default_factory=dict)

    def sentences(self, start: int, end: int) -> list[Span]:
        """The sentences between two places; cut once."""
        if (start, end) not in self._sentences:
            self._sentences[start, end] = sentences(self.masked, start, end)
        return self._sentences[start, end]

    def heading(self, start: int, end: int) -> Heading | None:
        """The heading that begins at the first place; looked for once."""
        if (start, end) not in self._headings:
            self._headings[start, end] = heading_at(self.masked, start, end, self.cues)
        return self._headings[start, end]

    def judge(self, start: int, end: int) -> Judgement:
        """What the words between two places say of themselves; told once."""
        if (start, end) not in self._judged:
            self._judged[start, end] = self.cues.judge(self.masked[start:end])
        return self._judged[start, end]

    def units(self, start: int, end: int) -> list[Span]:
        """The units between two places; cut once."""
        if (start, end) not in self._units:
            self._units[start, end] = units(self.masked, self.sentences(start, end), self.cues)
        return self._units[start, end]

    def finished(self) -> list[Draft]:
        """The drafts in reading order; where no problem was named, the statement that there is none, or only some."""
        if not any(draft.kind == "problem" for draft in self.drafts):
            self._fall_back()
        self._share_out()
        return sorted(self.drafts, key=lambda draft: draft.start)

    def _share_out(self) -> None:
        """Cut prose that names several measures in a row, where there are several problems for them to answer."""
        most = sum(draft.kind == "problem" for draft in self.drafts)
        for group in self._runs():
            cut = [piece for draft in group for piece in self._cut(draft, most - len(group) + 1)]
            if len(group) < len(cut):
                self.drafts = [draft for draft in self.drafts if draft not in group] + cut

    def _runs(self) -> list[list[Draft]]:
        """Measures that follow each other in the prose of one paragraph, or are entries of one list."""
        runs: list[list[Draft]] = []
        last: Draft | None = None
        for draft in sorted(self.drafts, key=lambda one: one.start):
            if draft.kind == "measure" and not draft.context.past:
                if last is None or last.block != draft.block or last.kind != "measure":
                    runs.append([])
                runs[-1].append(draft)
            last = draft
        return runs

    def _cut(self, draft: Draft, most: int) -> list[Draft]:
        words = self.masked[draft.start : draft.end]
        if most < 2 or (draft.shape != "prose" and "；" not in words):
            return [draft]
        parts = fitted(words, steps(words, self.cues), most)
        if len(parts) < 2:
            return [draft]
        return [replace(draft, start=draft.start + start, end=draft.start + end) for start, end in parts]

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
        for begin, stop in self.units(start, end):
            heading = self.heading(begin, stop)
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
        if words.rstrip("\n").endswith("？"):
            self.asked = unit[1]
            return
        begin, words = self._behind_label(unit[0], words)
        unit = (begin, unit[1])
        judged = self.judge(*unit)
        kind = self._kind(judged, words, context, since, labelled) or self._by_place(unit, words, since)
        if kind == "problem" and not judged.sure and self._among_measures(unit, since):
            kind = "measure"
        if kind is None or (kind == "problem" and self._elaborates(judged, unit, words, since)):
            self._attach(unit, words, context, since)
        elif kind == "problem":
            self._problems(unit, words, judged.cue if judged.kind == kind else "", context)
        else:
            begin = unit[0] + self.after_handing(words)
            self.add(kind, begin, unit[1], judged.cue if judged.kind == kind else "", context, "prose", self.count)

    def _elaborates(self, judged: Judgement, unit: Span, words: str, since: int) -> bool:
        """Whether a sentence only tells how the problem before it shows itself (有的…, 全局只有…)."""
        last = self.drafts[-1] if len(self.drafts) > since else None
        near = last is not None and last.kind == "problem" and last.block == self.count and unit[0] - last.end <= 1
        return near and not judged.sure and bool(_ELABORATES.match(words))

    def _behind_label(self, start: int, words: str) -> tuple[int, str]:
        """Where the sentence begins behind words and a colon that only say that there is a problem (…是通病：)."""
        label = _LABEL.match(words)
        if label is None or len(words) - label.end() < _LEAST:
            return start, words
        return start + label.end(), words[label.end() :]

    def _by_place(self, unit: Span, words: str, since: int) -> Kind | None:
        """Words without a cue: behind a question a problem, behind a semicolon what the item before is, and at the
        end of a paragraph of problems what is done about them."""
        if self.asked == unit[0]:
            return "problem"
        last = self.drafts[-1] if len(self.drafts) > since else None
        if last is None or last.block != self.count:
            return None
        before = self.masked[unit[0] - 1]
        if before == "；" and last.end == unit[0] - 1:
            return last.kind
        ends = self.masked[unit[1] : unit[1] + 1] in ("", "\n")
        closing = before == "。" and ends and last.kind == "problem" and last.shape == "prose"
        plain = not self.cues.told(words) and not self.cues.praise.search(words)
        return "measure" if closing and plain and self.cues.acts(words) else None

    def _among_measures(self, unit: Span, since: int) -> bool:
        """Whether the unit stands behind a semicolon in a sentence that began with a measure."""
        start = max(self.masked.rfind(mark, 0, unit[0]) for mark in "。\n") + 1
        inside = [draft for draft in self.drafts[since:] if draft.start >= start]
        return bool(inside) and inside[0].kind == "measure" == inside[-1].kind and self.masked[unit[0] - 1] == "；"

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
        begun = len(self.drafts) > since
        follows = begun and (self.drafts[-1].kind == "measure" or self.cues.verbs.match(words))
        return bool(follows or self.cues.will.search(words)) and not self.cues.praise.search(words)

    def _attach(self, unit: Span, words: str, context: Context, since: int) -> None:
        """A sentence without a cue goes on with the item before it in the paragraph; praise ends it."""
        if len(self.drafts) > since and not self.cues.praise.search(words):
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
