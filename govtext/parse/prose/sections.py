"""The six sections of a report, found by their titles; nothing of the prose is dropped."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from govtext.document import Block, Document, Grid, GridCell, Note, Paragraph
from govtext.forms.labels import normal
from govtext.model import Section
from govtext.parse.prose.numbers import fold
from govtext.parse.prose.titles import STYLE_ORDER, Heading, find_inside, is_form_label, read_heading

_STEP = "find sections"
_CODE = re.compile(r"\d[-/]\d|\d\.\d+\.")
"""What makes digits a date or a telephone number rather than a figure."""
_SHORT_TITLE = 30
"""An unknown title is taken for a section's only up to this length, in characters."""

_LONGEST_CONTENTS = 12
_MOST_HEADINGS = 1000
"""No more lines than these are weighed as headings of one kind."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A heading at blocks[first:last]; a title broken over two lines takes two blocks."""

    first: int
    last: int
    heading: Heading


def split_at_headings(document: Document) -> Document:
    """The same document with every section heading in a paragraph of its own; offsets stay, the log tells of splits.

    >>> from govtext.document import DocumentBuilder
    >>> builder = DocumentBuilder("a.txt", "text", "text")
    >>> builder.paragraph("一、总体情况 2022年，我镇完善制度。二、主动公开政府信息情况")
    >>> [paragraph.text for paragraph in split_at_headings(builder.build()).paragraphs]
    ['一、总体情况', '2022年，我镇完善制度。', '二、主动公开政府信息情况']
    """
    blocks: list[Block] = []
    notes: list[Note] = []
    for block in document.blocks:
        parts = _split(block) if isinstance(block, Paragraph) else _lifted(block, document.text)
        blocks.extend(parts)
        if len(parts) > 1:
            kind = "paragraph" if isinstance(block, Paragraph) else "table"
            message = f"a {kind} held section headings or prose and was cut into {len(parts)}"
            notes.append(Note("split headings", "repair", message, block.place))
    if not notes:
        return document
    return dataclasses.replace(document, blocks=tuple(blocks), log=(*document.log, *notes))


def _split(paragraph: Paragraph) -> list[Block]:
    inside = find_inside(paragraph.text)
    if not inside or is_form_label(paragraph.text):
        return [paragraph]
    cuts = sorted({0, len(paragraph.text), *(cut for span in inside for cut in span)})
    parts = [_trimmed(paragraph, start, end) for start, end in pairwise(cuts)]
    return [part for part in parts if part.text]


def _lifted(grid: Grid, text: str) -> list[Block]:
    """The grid cut at rows that hold nothing but a section's heading or a sentence, these as paragraphs."""
    parts: list[Block] = []
    rows: list[GridCell] = []
    for row in grid.rows():
        inked = [cell for cell in row if cell.text.strip()]
        start = text.find(inked[0].text, grid.start) if len(inked) == 1 and _is_prose(inked[0].text) else -1
        if start < 0:
            rows += row
            continue
        parts += [*_part(grid, rows), Paragraph(inked[0].text, start, inked[0].place)]
        rows = []
    return [*parts, *_part(grid, rows)] if parts else [grid]


def _part(grid: Grid, cells: Sequence[GridCell]) -> list[Block]:
    if not any(cell.text.strip() for cell in cells):
        return []
    first = min(cell.row for cell in cells)
    return [dataclasses.replace(grid, cells=tuple(cell._replace(row=cell.row - first) for cell in cells))]


def _is_prose(text: str) -> bool:
    heading = read_heading(text)
    return (heading is not None and heading.section is not None) or (len(text) > _SHORT_TITLE and "。" in text)


def _trimmed(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    text = paragraph.text[start:end]
    left = len(text) - len(text.lstrip())
    return paragraph.part(start + left, start + max(left, len(text.rstrip())))


def find_sections(document: Document) -> tuple[Section, ...]:
    """The sections in reading order; what stands before the first heading is a section 0 without title.

    A section is told by its title, not by its number. A second heading of the same section stays in its prose, as does
    a heading of free wording inside a section. A title that is none of the six makes a section 0 with its own title.
    """
    blocks = document.blocks
    headings = _accepted(_without_contents(_candidates(blocks)))
    ends = [heading.first for heading in headings] + [len(blocks)]
    sections = [
        Section(
            number=each.heading.section or 0,
            title=each.heading.title,
            printed=each.heading.printed,
            paragraphs=_prose(blocks[each.last : end]),
            place=blocks[each.first].place,
            start=blocks[each.first].start,
        )
        for each, end in zip(headings, ends[1:], strict=True)
    ]
    preface = _prose(blocks[: ends[0]])
    return (Section(0, "", "", preface, preface[0].place, preface[0].start), *sections) if preface else tuple(sections)


def _prose(blocks: Sequence[Block]) -> tuple[Paragraph, ...]:
    return tuple(block for block in blocks if isinstance(block, Paragraph) and not is_table_text(block.text))


def is_table_text(text: str) -> bool:
    """Whether a line is what is left of a table: bars, a lone figure, or a label of the official tables.

    >>> [is_table_text(text) for text in ("| 规章 |", "增2 |", "0", "无其他需要报告的事项。")]
    [True, True, True, False]
    """
    kept, stripped = normal(text), text.strip()
    barred = stripped.startswith("|") or stripped.endswith("|")
    figures = kept.isdigit() and not _CODE.search(fold(text))
    return not kept or figures or barred or is_form_label(text)


def _candidates(blocks: Sequence[Block]) -> list[_Candidate]:
    found: list[_Candidate] = []
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or (found and found[-1].last > index):
            continue
        heading = read_heading(block.text)
        joined = _joined(blocks, index) if heading is None or heading.section is None else None
        if joined:
            found.append(_Candidate(index, index + 2, joined))
        elif heading:
            found.append(_Candidate(index, index + 1, heading))
    return found


def _joined(blocks: Sequence[Block], index: int) -> Heading | None:
    """A numbered heading of the form's own wording that was broken over two lines."""
    pair = blocks[index : index + 2]
    if len(pair) < 2 or not all(isinstance(block, Paragraph) and len(block.text) < _SHORT_TITLE for block in pair):
        return None
    heading = read_heading("".join(block.text.strip() for block in pair if isinstance(block, Paragraph)))
    return heading if heading and heading.official and heading.style != "none" else None


def _without_contents(candidates: list[_Candidate]) -> list[_Candidate]:
    """The candidates without those of a table of contents: a run of at least three, each named again later."""
    known = [each for each in candidates if each.heading.section]
    final = {each.heading.section: each for each in known}
    run: list[_Candidate] = []
    for each in known[:_LONGEST_CONTENTS]:
        if final[each.heading.section] is each or (run and run[-1].last != each.first):
            break
        run.append(each)
    if len(run) < 3:
        return candidates
    return [each for each in candidates if not run[0].first <= each.first < run[-1].last]


def _accepted(candidates: list[_Candidate]) -> list[_Candidate]:
    """The candidates that head a section: those numbered in the prevailing way, and known titles that fill a gap."""
    style = _main_style(candidates)
    official = {each.heading.section for each in candidates if each.heading.official and each.heading.style == style}
    known = [
        each
        for each in candidates
        if each.heading.section and each.heading.style == style
        and (each.heading.official or each.heading.section not in official)
    ]  # fmt: skip
    others = [each for each in candidates if each.heading.section and each.heading.style != style]
    known = _filled(known[:_MOST_HEADINGS], others[:_MOST_HEADINGS], style)
    own = [each for each in candidates if each.heading.section is None and each.heading.style == style]
    return _without_repeats(_with_own_titles(known, own[:_MOST_HEADINGS]))


def _main_style(candidates: list[_Candidate]) -> str:
    def named(style: str) -> tuple[int, int]:
        of_style = [each.heading for each in candidates if each.heading.style == style]
        return len({heading.section for heading in of_style if heading.section}), -STYLE_ORDER.index(style)

    return max(STYLE_ORDER, key=named)


def _filled(known: list[_Candidate], others: list[_Candidate], style: str) -> list[_Candidate]:
    """Known headings plus those otherwise numbered that fit in order where the section is missing.

    Where sections are numbered 一、, a lesser numbering such as （一） heads parts of a section, never a section.
    """
    filled = list(known)
    for each in others:
        number = each.heading.section or 0
        lesser = STYLE_ORDER.index(each.heading.style) > STYLE_ORDER.index("none") and style in ("han", "part")
        if lesser or any(one.heading.section == number for one in filled):
            continue
        before = [one.heading.section or 0 for one in filled if one.first < each.first]
        after = [one.heading.section or 0 for one in filled if one.first > each.first]
        fits = max(before, default=0) == number - 1 or min(after, default=7) == number + 1
        if fits and max(before, default=0) < number < min(after, default=7):
            filled.append(each)
    return sorted(filled, key=lambda one: one.first)


def _with_own_titles(known: list[_Candidate], own: list[_Candidate]) -> list[_Candidate]:
    """Add headings of unknown title whose number follows the one before and precedes the next."""
    accepted = list(known)
    for each in own:
        before = [one for one in accepted if one.first < each.first]
        after = [one for one in accepted if one.first > each.first]
        ordinal = each.heading.ordinal or 0
        follows = ordinal == (before[-1].heading.ordinal or -1) + 1 if before else ordinal == 1 and bool(after)
        precedes = not after or ordinal < (after[0].heading.ordinal or 0)
        if follows and precedes and len(each.heading.title) <= _SHORT_TITLE:
            accepted = [*before, each, *after]
    return accepted


def _without_repeats(headings: list[_Candidate]) -> list[_Candidate]:
    kept: list[_Candidate] = []
    for each in headings:
        if not kept or each.heading.section is None or each.heading.section != kept[-1].heading.section:
            kept.append(each)
    return kept


def section_notes(document: Document, sections: Sequence[Section]) -> tuple[Note, ...]:
    """What is worth knowing of the headings: missing, wrongly numbered, worded otherwise, of unknown title."""
    found = [section for section in sections if section.title]
    if not found:
        place = document.paragraphs[0].place if document.paragraphs else None
        return (Note(_STEP, "doubt", "no section heading was found", *([place] if place else [])),)
    notes = [note for section in found if (note := _note(section))]
    missing = [str(number) for number in range(1, 7) if number not in {section.number for section in found}]
    if missing:
        notes.append(Note(_STEP, "doubt", f"no heading found for section {', '.join(missing)}"))
    return tuple(notes)


def _note(section: Section) -> Note | None:
    heading = read_heading(section.printed + section.title)
    name = f"{section.printed}{section.title}"
    if not section.number:
        return Note(_STEP, "info", f"{name}: none of the six titles; kept as a section of its own", section.place)
    if heading and heading.ordinal not in (None, section.number):
        return Note(_STEP, "doubt", f"{name}: told by its title to be section {section.number}", section.place)
    if heading and not heading.official:
        return Note(_STEP, "info", f"{name}: taken for section {section.number} by a variant title", section.place)
    return None


def printed_number(section: Section) -> int | None:
    """The number printed before the section's title (1 for 一、), or None.

    >>> printed_number(Section(5, "存在的主要问题及改进情况", "（四）", ()))
    4
    """
    heading = read_heading(section.printed + "总体情况") if section.printed else None
    return heading.ordinal if heading else None
