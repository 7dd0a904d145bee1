"""From the prose of the section to problems and measures.

A list's entry is one item, but where it turns from problem to measure there are two. In prose a sentence is one item,
but where it lists several (如A、B, 在A、B等方面存在不足) each is. The kind is told by, in this order: an enumerator
that names it (问题一), the heading or the words before the list, the item's own words, the vote of the other entries.

Of last year: what is said under a heading such as 上年度问题整改情况, or in a sentence that speaks of last year's
problems, is a measure marked `past` where it tells what was done, and no item where it only names the old problem.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from govtext.problems.cues import Judgement
from govtext.problems.drafts import Context
from govtext.problems.item import Kind
from govtext.problems.outline import Entry, Listing
from govtext.problems.prose import Prose
from govtext.problems.sentences import EDGES, Span, paragraphs

_TOPIC = 14
"""An entry's own words no longer than this, without a cue, are a topic over what follows."""
_TOPICS = ("方面", "工作", "情况", "建设", "上")
_BODY = 40
"""A first paragraph shorter than this and without a full stop is a title; the next one is its text."""
_MARKS = "：、，。\n "


@dataclass(slots=True)
class Splitter(Prose):
    """Walks through the lists and the prose between them."""

    def block(self, start: int, end: int, lists: Sequence[Listing], context: Context) -> None:
        """Prose and lists in turn; a heading holds until the next one."""
        for listing in lists:
            intro = self.intro(start, listing.start)
            context = self.prose(start, intro, context)
            self.listing(listing, self.introduced(intro, listing.start, context))
            start = listing.end
        self.prose(start, end, context)

    def intro(self, start: int, end: int) -> int:
        """Where the words begin that hand over to the list which begins at `end`."""
        first = end
        for begin, stop in reversed(self.sentences(start, end)):
            if not self._hands_over(begin, stop, stop == end):
                break
            first = begin
        return first

    def _hands_over(self, start: int, end: int, last: bool) -> bool:
        words = self.masked[start:end].rstrip("\n")
        if self.heading(start, end) or words[-1:] in ("：", "，"):
            return True
        if last and words[-1:] not in "。；！？" and self.masked[end - 1] != "\n":
            return not self.cues.problem(words)
        if self.cues.handing.search(words):
            return bool(self.cues.framed(words) or self.cues.general.search(words) or self.cues.will.search(words))
        return False

    def introduced(self, start: int, end: int, context: Context) -> Context:
        """The context that the words before a list give it; without any, the one around."""
        for begin, stop in self.sentences(start, end):
            words = self.masked[begin:stop]
            if heading := self.heading(begin, stop):
                context = heading.over(context)
            elif self.cues.past.search(words) and not self.cues.back.search(words):
                context = replace(context, kind="measure", past=True, heading=words.strip(_MARKS)[-40:])
            elif kind := self._announced(words):
                context = replace(context, kind=kind, past=False, heading=words.strip(_MARKS)[-40:])
        return context

    def _announced(self, words: str) -> Kind | None:
        """Problem or measure: whichever the words before a list name last."""
        seen = self.cues.seen(words)
        framed = self.cues.framed(words)
        turned = framed or self.cues.turn.search(words)
        problems = (self.cues.general, self.cues.needs, self.cues.lacks)
        if turned:
            general = self.cues.general.search(seen, turned.end())
            return "problem" if general and words.rstrip("\n：").endswith(general.group()) else "measure"
        if any(pattern.search(seen) for pattern in problems):
            return "problem"
        hands = self.cues.handing.search(words) and self.cues.verbs.search(words)
        return "measure" if (self.cues.will.search(words) or hands) and not self.cues.praise.search(words) else None

    def listing(self, listing: Listing, context: Context) -> None:
        """Every entry of a list; entries without a cue of their own are what most of the others are."""
        self.count += 1
        block, since = self.count, len(self.drafts)
        vote = context.kind or self._vote(listing)
        single = all(self._first_paragraph(entry) == entry.end for entry in listing.entries[:-1])
        for place, entry in enumerate(listing.entries, 1):
            mark = self.masked[entry.mark.start : entry.start].strip(_MARKS)
            inner = replace(context, kind=entry.kind or context.kind, enumerator=mark, place=place)
            last = entry is listing.entries[-1]
            stop = self._first_paragraph(entry) if last and single and not entry.lists else entry.end
            plain = self._behind_list(listing, stop) if last and not entry.lists else stop
            self._entry(entry, plain, inner, vote, block)
            self.prose(plain, stop, replace(context, kind=None, heading=""))
            self.prose(stop, entry.end, context)
        if len(listing.entries) > 1:
            self._of_all(block, len(listing.entries), since)

    def _behind_list(self, listing: Listing, end: int) -> int:
        """Where, in the last entry of a list of single sentences, the prose begins that tells what is done of all."""
        if len(listing.entries) < 2:
            return end
        first, *rest = listing.entries[::-1]
        behind = self.sentences(first.start, end)[1:]
        if not behind or self.heading(first.start, end):
            return end
        if any(len(self.sentences(entry.start, entry.end)) > 1 or entry.lists for entry in rest):
            return end
        if any(self.judge(*span).kind == "measure" for entry in rest for span in self.units(entry.start, entry.end)):
            return end
        for start, stop in behind:
            if self.judge(start, stop).kind == "measure":
                return start
        return end

    def _of_all(self, block: int, last: int, since: int) -> None:
        """A measure in the last entry, where those before it have none, is for the whole list."""
        own = [number for number in range(since, len(self.drafts)) if self.drafts[number].block == block]
        measures = [number for number in own if self.drafts[number].kind == "measure"]
        if len(own) == len(measures) or any(self.drafts[number].context.place != last for number in measures):
            return
        for number in measures:
            self.count += 1
            draft = self.drafts[number]
            self.drafts[number] = replace(
                draft, context=replace(draft.context, enumerator="", place=0), block=self.count, shape="prose"
            )

    def _vote(self, listing: Listing) -> Kind | None:
        judged = (self._judge_first(entry.start, entry.end).kind for entry in listing.entries)
        votes = Counter(kind for kind in judged if kind)
        if votes["problem"] == votes["measure"]:
            return None
        return "problem" if votes["problem"] > votes["measure"] else "measure"

    def _judge_first(self, start: int, end: int) -> Judgement:
        first = next(iter(self.units(start, end)), None)
        return self.judge(*first) if first else Judgement(None)

    def _first_paragraph(self, entry: Entry) -> int:
        """The end of the entry's first paragraph, its title joined to the paragraph below."""
        end = entry.start
        for start, stop in paragraphs(self.masked, entry.start, entry.end):
            end = stop
            if stop - start >= _BODY or "。" in self.masked[start:stop] or self.masked[stop - 1] == "；":
                break
        return end if self.masked[end : entry.end].strip(EDGES) else entry.end

    def _entry(self, entry: Entry, end: int, context: Context, vote: Kind | None, block: int) -> None:
        start = self._after_topic(entry, end)
        if heading := self.heading(start, end):
            self.block(heading.end, end, entry.lists, heading.over(context))
        elif entry.lists:
            self._with_lists(entry, start, end, context, vote, block)
        else:
            self._segments((start, end), context, vote, block)

    def _after_topic(self, entry: Entry, end: int) -> int:
        """Where the entry's text begins: behind a topic, where a heading follows it (公开内容方面。存在问题：…)."""
        start = entry.start
        while start < end and self.masked[start] in "\n：":
            start += 1
        if entry.lists:
            return start
        first, *rest = self.sentences(start, end) or [(start, end)]
        topic = self.masked[slice(*first)].strip(_MARKS)
        behind = rest and self.heading(*rest[0])
        return rest[0][0] if behind and len(topic) <= _TOPIC and topic.endswith(_TOPICS) else start

    def _with_lists(self, entry: Entry, start: int, end: int, context: Context, vote: Kind | None, block: int) -> None:
        """An entry that holds lists: one item with those of its own kind, or a title over them."""
        own_end = self.intro(start, entry.lists[0].start)
        judged = self._judge_first(start, own_end)
        own = context.kind or judged.kind or vote
        words = self.masked[start:own_end].strip(_MARKS)
        topic = not words or (not judged.kind and len(words) <= _TOPIC) or words.endswith(_TOPICS)
        if topic or own is None:
            self.block(start, end, entry.lists, context)
            return
        stop, rest = own_end, list(entry.lists)
        while rest and (self._kind_of_list(stop, rest[0]) or own) == own:
            stop = rest.pop(0).end
        self._segments((start, stop), replace(context, kind=own), own, block, whole=stop > own_end)
        self.block(stop, end, rest, replace(context, kind=None))

    def _kind_of_list(self, start: int, listing: Listing) -> Kind | None:
        intro = self.intro(start, listing.start)
        return self.introduced(intro, listing.start, Context()).kind or self._vote(listing)

    def _segments(self, span: Span, context: Context, vote: Kind | None, block: int, *, whole: bool = False) -> None:
        """The text of an entry as one item, or one of each kind where it turns from problem to measure."""
        kind: Kind | None = None
        begin, cue = span[0], ""
        for first, last in self.units(*span):
            closing = self.masked[first - 1] == "。" and last >= span[1] - 1
            judged = self.judge(first, last)
            heading = self.heading(first, last)
            here = heading.over(context).kind if heading else self._kind_of_unit(judged, context, vote, kind)
            here = here or ("measure" if closing and kind == "problem" and self._does(first, last) else None)
            if kind is None and here is not None:
                kind, cue = here, judged.cue if judged.kind == here else ""
            elif here is not None and here != kind and not whole:
                self.add(kind, begin, first, cue, context, "enumerated", block)
                announced = self.after_handing(self.masked[first:last])
                kind, begin, cue = here, heading.end if heading else first + announced, judged.cue
        self.add(kind, begin, span[1], cue, context, "enumerated", block)

    def _does(self, start: int, end: int) -> bool:
        """Whether the last sentence of an entry, without a cue, tells what is done."""
        words = self.masked[start:end]
        return not self.cues.told(words) and not self.cues.praise.search(words) and self.cues.acts(words)

    def _kind_of_unit(self, judged: Judgement, context: Context, vote: Kind | None, before: Kind | None) -> Kind | None:
        """What a unit of an entry is: the first what its context says; a later one changes only for good reason."""
        if before is None:
            if context.kind == "problem" and judged.kind == "measure" and judged.sure:
                return "measure"
            return context.kind or judged.kind or vote
        if before == "problem":
            firm = judged.sure or self.cues.verbs.fullmatch(judged.cue)
            return "measure" if judged.kind == "measure" and firm else None
        fresh = context.kind is None and judged.kind == "problem" and judged.sure
        return "problem" if fresh else None
