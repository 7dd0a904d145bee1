"""Items of a text or of a reading: find the section, split, code, number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from govtext.model import Reading
from govtext.problems.coding import Coded, coder
from govtext.problems.cues import cues
from govtext.problems.drafts import Context, Draft
from govtext.problems.item import Item
from govtext.problems.outline import Listing, outline
from govtext.problems.plain import Plain, plain
from govtext.problems.section import Line, lines_of_reading, lines_of_text
from govtext.problems.splitting import Splitter
from govtext.problems.taxonomy import NONE


def items(text: str) -> tuple[Item, ...]:
    """The problems and measures of a text: a whole report, or one that holds a section of problems and improvements.

    In reading order; `text[item.start:item.end] == item.text` for each. A statement that there is no problem is one
    item with the code `none`; a text without such a section has no items.

    >>> for item in items("一是信息更新不及时，二是人手不足。下一步，将配备专人。"):
    ...     print(item.kind, item.number, item.text, *item.codes)
    problem 1 信息更新不及时 timeliness
    problem 2 人手不足 staffing
    measure 1 下一步，将配备专人 staffing
    """
    return _items(text, lines_of_text(text))


def items_of_reading(reading: Reading) -> tuple[Item, ...]:
    """The items of section 5 of a report that was read; offsets count in `reading.document.text`."""
    return _items(reading.document.text, lines_of_reading(reading))


def _items(text: str, lines: Sequence[Line]) -> tuple[Item, ...]:
    prose = plain(lines)
    numbers: Counter[str] = Counter()
    made: list[Item] = []
    for draft in drafts(prose):
        numbers[draft.kind] += 1
        made.append(_item(text, prose, draft, numbers[draft.kind]))
    return tuple(made)


def _item(text: str, prose: Plain, draft: Draft, number: int) -> Item:
    start, end = prose.span(draft.start, draft.end)
    coded = Coded((NONE,), ((prose.text[draft.start : draft.end],),)) if draft.shape == "none" else None
    coded = coded or coder().code(prose.text[draft.start : draft.end])
    context = draft.context
    return Item(
        kind=draft.kind, number=number, start=start, end=end, text=text[start:end], cue=draft.cue,
        codes=coded.codes, coded_by=coded.words, heading=context.heading, enumerator=context.enumerator,
        block=draft.block, place=context.place, shape=draft.shape, past=context.past,
    )  # fmt: skip


def drafts(prose: Plain) -> list[Draft]:
    """The items of the prose in reading order, as offsets in it."""
    lists = outline(prose.masked)
    splitter = Splitter(prose.masked, cues())
    _set_ends(lists, len(prose.masked), splitter)
    splitter.block(0, len(prose.masked), lists, Context())
    return splitter.finished()


def _set_ends(lists: Sequence[Listing], end: int, splitter: Splitter) -> None:
    """Each entry ends where the next one, or the words before the next list, begin."""
    for place, listing in enumerate(lists):
        last = listing.entries[-1]
        limit = end
        if place + 1 < len(lists):
            limit = splitter.intro(_deepest(last), lists[place + 1].start)
        for entry, following in zip(listing.entries, listing.entries[1:], strict=False):
            entry.end = following.mark.start
        last.end = limit
        for entry in listing.entries:
            _set_ends(entry.lists, entry.end, splitter)


def _deepest(entry: object) -> int:
    """Where the last mark within the entry ends."""
    while entry.lists:  # type: ignore[attr-defined]
        entry = entry.lists[-1].entries[-1]  # type: ignore[attr-defined]
    return int(entry.mark.end)  # type: ignore[attr-defined]
