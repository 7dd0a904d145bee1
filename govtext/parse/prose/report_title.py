"""The report's title: one line or several, with or without issuer and year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from govtext.document import Document, Paragraph, Place
from govtext.model import Section
from govtext.parse.prose.numbers import fold, parse_number
from govtext.parse.prose.organs import LONGEST, identity_data, read_organ

_FRONT = 25
"""How many paragraphs from the start are searched, at most."""
_LINES = 4
"""Over how many lines a title may run."""
_YEAR = re.compile(r"(?P<year>(?:19|20)\d{2}|[一二][〇零○O0一二三四五六七八九]{3})(?:年度?)?")
_AROUND_ISSUER = re.compile(r"^关于|年度$|[（(][）)]|(?:关于|的)$")
_FRAMES = str.maketrans("", "", "【】")
_FREE = re.compile(r"\s*+[^。；，,\n]{0,70}?信息公开[^。；，,\s]{0,20}?报告(?=\s)")


@dataclass(frozen=True, slots=True)
class Title:
    """A title found: without white space, what it says of issuer and years, and where it stands in the text."""

    text: str
    issuer: str
    years: tuple[int, ...]
    evidence: str
    start: int | None
    place: Place
    rule: str

    @property
    def year(self) -> int | None:
        return self.years[0] if len(set(self.years)) == 1 else None


@dataclass(frozen=True, slots=True)
class _Patterns:
    lead_in: re.Pattern[str]
    title: re.Pattern[str]
    not_in_head: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data = identity_data()["title"]
    title = (
        rf"(?:关于)?(?P<head>.{{0,70}}?)(?P<topic>{data['topic']})(?P<tail>[^。；，,;]{{0,24}}?(?:报告|年报))"
        r"(?P<end>(?:[（(【].{0,20}?[）)】])*)"
    )
    return _Patterns(re.compile(rf"^\s*{data['lead_in']}"), re.compile(title), re.compile(data["not_in_head"]))


def read_title(text: str) -> tuple[str, str, tuple[int, ...]] | None:
    """Title, issuer ("" where it names none) and years that the whole text states, or None where it is no title.

    >>> read_title("2020年 遂宁市财政局 政府信息公开工作年度报告（图片版）")
    ('2020年遂宁市财政局政府信息公开工作年度报告（图片版）', '遂宁市财政局', (2020,))
    """
    patterns = _patterns()
    joined = "".join(patterns.lead_in.sub("", text).split())
    match = patterns.title.fullmatch(joined)
    if match is None or patterns.not_in_head.search(match["head"]):
        return None
    years = [parse_number(found["year"].replace("O", "〇")) for found in _YEAR.finditer(fold(joined))]
    head, topic = match["head"].translate(_FRAMES), match["topic"]
    if match["tail"].endswith("年报") and not (years and _issuer(head)):
        return None
    if head.endswith("人民") and topic.startswith("政府"):
        head += "政府"
    return joined, _issuer(head), tuple(int(year) for year in years if year is not None)


def _issuer(head: str) -> str:
    name = _AROUND_ISSUER.sub("", _YEAR.sub("", fold(head)).strip("-_ "))
    organ = read_organ(name)
    return name if name and len(name) <= LONGEST and (organ.places or organ.body) else ""


def front(document: Document, sections: Sequence[Section]) -> tuple[Paragraph, ...]:
    """The paragraphs before the first section, or the first of all."""
    first = min((section.start for section in sections if section.title), default=None)
    before = [paragraph for paragraph in document.paragraphs if first is None or paragraph.start < first]
    return tuple(before[:_FRONT])


def find_title(document: Document, before: Sequence[Paragraph]) -> Title | None:
    """The title with the most to say (issuer, then year); of equals the shortest run of lines, then the first.

    `before` are the paragraphs at the document's `front`.
    """
    candidates = [*_from_lines(document, before), *_from_metadata(document)]
    ranked = sorted(candidates, key=lambda one: (-2 * bool(one.issuer) - bool(one.years), one.evidence.count("\n")))
    return ranked[0] if ranked else None


def _from_lines(document: Document, paragraphs: Sequence[Paragraph]) -> Iterator[Title]:
    for index, paragraph in enumerate(paragraphs):
        for count in range(1, _LINES + 1):
            window = paragraphs[index : index + count]
            text = "".join(each.text for each in window)
            if len(window) == count and len(text) < 2 * LONGEST + 40 and (read := read_title(text)):
                yield _title(document, read, window[0].start, window[-1].end, paragraph.place, "title")
        if match := _FREE.match(paragraph.text):
            read = read_title(match.group())
            if read:
                end = paragraph.start + match.end()
                yield _title(document, read, paragraph.start, end, paragraph.place, "title before the text")


def _title(
    document: Document, read: tuple[str, str, tuple[int, ...]], start: int, end: int, place: Place, rule: str
) -> Title:
    evidence = document.text[start:end]
    start += len(evidence) - len(evidence.lstrip())
    return Title(*read, evidence.strip(), start, place, rule)


def _from_metadata(document: Document) -> Iterator[Title]:
    for key in identity_data()["published"]["title_keys"]:
        if (value := document.metadata.get(key)) and (read := read_title(value)):
            yield Title(*read, value, None, Place(), f"metadata {key}")
