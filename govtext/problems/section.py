"""Where the problems stand: section 5 of a report, or of any text that holds such a section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govtext.document import Document, Paragraph
from govtext.model import Reading, Section
from govtext.parse.prose.sections import find_sections, is_table_text, split_at_headings
from govtext.parse.prose.titles import read_heading

Line = tuple[int, str]
"""A line of prose and its offset in the text that was read."""
LONGEST = 200_000
"""No more characters of a section are looked at; the longest in print have some 5,000."""
_PROBLEMS, _OTHER = 5, 6
_LEAST_ORDINAL = 4
"""A heading 三、 or less is one within a bare section, one from 四、 on the section's own."""


def lines_of_reading(reading: Reading) -> list[Line]:
    """The prose of section 5 of a report, line by line; nothing where it has none."""
    return _lines(reading.document.paragraphs, reading.sections)


def lines_of_text(text: str) -> list[Line]:
    """The prose of section 5 in a text, whole report or bare section, with or without its heading.

    >>> lines_of_text("四、其他\\n五、存在的主要问题及改进情况\\n一是更新慢。\\n六、其他需要报告的事项\\n无。")
    [(5, '五、存在的主要问题及改进情况'), (20, '一是更新慢。')]
    """
    document = _document(text)
    return _lines(document.paragraphs, find_sections(document))


def names_section(text: str) -> bool:
    """Whether a heading of the section stands in the text, whatever stands below it.

    >>> names_section("五、存在的主要问题及改进情况"), names_section("一、总体情况")
    (True, False)
    """
    return any(section.number == _PROBLEMS for section in find_sections(_document(text)))


def _document(text: str) -> Document:
    return split_at_headings(Document("", "text", "text", text, tuple(_paragraphs(text))))


def _paragraphs(text: str) -> Iterator[Paragraph]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield Paragraph(line, start)
        start += len(line) + 1


def _lines(paragraphs: Sequence[Paragraph], sections: Sequence[Section]) -> list[Line]:
    start, end = _bounds(sections)
    within = (each for each in paragraphs if start <= each.start and (end is None or each.start < end))
    lines = [line for each in within if not is_table_text(each.text) for line in _split(each)]
    return _bounded(lines)


def _split(paragraph: Paragraph) -> Iterator[Line]:
    start = paragraph.start
    for line in paragraph.text.split("\n"):
        yield start, line
        start += len(line) + 1


def _bounded(lines: list[Line]) -> list[Line]:
    kept: list[Line] = []
    room = LONGEST
    for start, line in lines:
        if room <= 0:
            break
        kept.append((start, line[:room]))
        room -= len(line)
    return kept


def _bounds(sections: Sequence[Section]) -> tuple[int, int | None]:
    """Where the section begins and ends in the text; (0, 0) for a report that has none.

    Headings inside a bare section may read like those of other sections (（一）主动公开方面): only the form's own
    wording proves that other sections stand there.
    """
    own = next((place for place, each in enumerate(sections) if each.number == _PROBLEMS), None)
    whole = any(_is_official(each) for each in sections if 0 < each.number < _PROBLEMS)
    if own is None:
        if whole:
            return 0, 0
        return 0, next((each.start for each in sections if each.number == _OTHER), None)
    after = sections[own + 1 :]
    last = next((each.start for each in after if (each.number != _PROBLEMS if whole else each.number == _OTHER)), None)
    return (sections[own].start if whole or _is_outermost(sections[own]) else 0), last


def _is_official(section: Section) -> bool:
    heading = read_heading(section.printed + section.title)
    return bool(heading and heading.official)


def _is_outermost(section: Section) -> bool:
    heading = read_heading(section.printed + section.title)
    return bool(heading and heading.style in ("han", "part") and (heading.ordinal or 0) >= _LEAST_ORDINAL)
