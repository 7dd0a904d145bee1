"""Who reports, on which year, when: each fact with its evidence, and none rather than a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govtext.document import Document, Note, Paragraph
from govtext.model import Fact, Identity, Section
from govtext.parse.prose.numbers import find_dates, fold, parse_date
from govtext.parse.prose.organs import LONGEST, Organ, identity_data, read_organ
from govtext.parse.prose.report_title import Title, find_title, front

_STEP = "identify"
_CLOSING = 8
"""How many paragraphs from the end may hold the signature."""
_LONGEST_SIGNATURE = 120
"""Characters of a line that may hold name and date, white space included."""
_PERIOD = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s?年\s?1\s?月\s?1\s?日[^。]{0,10}?(?:(?P<other>(?:19|20)\d{2})\s?年\s?)?12\s?月\s?31\s?日"
)
_COMPILED_BY = re.compile(
    r"本(?:年度)?(?:年?度?报告|年报)(?:系|是)?由(?P<name>[^，,。；（(]{4,40}?)(?:根据|按照|依据|依照|编制|负责)"
)
_SIGNED = re.compile(
    r"(?P<name>[一-鿿\s]{0,40}?)[（(\s]*"
    r"(?P<date>\d{4}\s?年[^年。]{3,8}[日号]|[^\d\s]{4}年[^年。]{3,6}日|\d{4}[.．/-]\d{1,2}[.．/-]\d{1,2})[）)\s]*"
)
_LAST_DATE = re.compile(r"(?:[。；\s]|[府局室处会厅委])\s{0,20}(?P<date>\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)\s*$")


@dataclass(frozen=True, slots=True)
class _Ground:
    """Where facts may stand: before the first section, in the last one, at the document's end, in its metadata."""

    document: Document
    front: Sequence[Paragraph]
    last: Sequence[Paragraph]
    closing: Sequence[Paragraph]


def identify(document: Document, sections: Sequence[Section]) -> tuple[Identity, tuple[Note, ...]]:
    """The report's identity from title, preface, signature and the page's own metadata, and what is doubtful of it.

    The year is the title's, else that of the statistics period; a file's name says nothing, since it may as well hold
    the year of publication. The date of publication is never reckoned from the year, nor taken from a file's creation.
    """
    last = sections[-1].paragraphs if sections else ()
    ground = _Ground(document, front(document, sections), last, document.paragraphs[-_CLOSING:])
    title, period = find_title(document, ground.front), _period(ground)
    dates = list(_publications(ground))
    identity = _identity(ground, title, period, dates)
    return identity, tuple(_notes(identity, title, period, dates))


def _identity(ground: _Ground, title: Title | None, period: Fact | None, dates: Sequence[Fact]) -> Identity:
    year = _year(title, period)
    names = list(_named(ground, title, year.value if isinstance(year.value, int) else None))
    issuer = next((fact for fact, organ in names if organ.body), Fact())
    return Identity(
        title=Fact(title.text, title.evidence, title.rule, title.place, title.start) if title else Fact(),
        issuer=issuer,
        level=_told(names, "level"),
        body=_body(names),
        region=_told(names, "region"),
        year=year,
        published=dates[0] if dates else Fact(),
    )


def _year(title: Title | None, period: Fact | None) -> Fact:
    if title and title.year:
        return Fact(title.year, title.evidence, title.rule, title.place, title.start)
    return period or Fact()


def _period(ground: _Ground) -> Fact | None:
    """The year of 自2023年1月1日起至2023年12月31日止 before the first section or in the last."""
    for paragraph in (*ground.front, *ground.last):
        match = _PERIOD.search(fold(paragraph.text))
        if match and match["other"] in (None, match["year"]):
            start = paragraph.start + match.start()
            evidence = ground.document.text[start : paragraph.start + match.end()]
            return Fact(int(match["year"]), evidence, "statistics period", paragraph.place, start)
    return None


def _named(ground: _Ground, title: Title | None, year: int | None) -> Iterator[tuple[Fact, Organ]]:
    """Every name of an organ that may be the issuer's, the best first."""
    document, data = ground.document, identity_data()["published"]
    if title and title.issuer:
        yield _fact(title.issuer, title), read_organ(title.issuer, year)
    for key in data["issuer_keys"]:
        value = document.metadata.get(key, "").strip()
        if value and not re.fullmatch(data["no_issuer"], value):
            yield Fact(value, value, f"metadata {key}"), read_organ(value, year)
    for paragraph, start, end, rule in (*_compilers(ground.front), *_signatures(ground.closing)):
        evidence = document.text[paragraph.start + start : paragraph.start + end]
        name = "".join(evidence.split())
        yield Fact(name, evidence, rule, paragraph.place, paragraph.start + start), read_organ(name, year)


def _fact(issuer: str, title: Title) -> Fact:
    position = title.evidence.find(issuer)
    if position < 0 or title.start is None:
        return Fact(issuer, title.evidence, title.rule, title.place, title.start)
    return Fact(issuer, issuer, title.rule, title.place, title.start + position)


def _compilers(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, int, int, str]]:
    for paragraph in paragraphs:
        if match := _COMPILED_BY.search(paragraph.text):
            yield paragraph, *match.span("name"), "compiled by"


def _signatures(closing: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, int, int, str]]:
    for paragraph in reversed(closing):
        name = "".join(paragraph.text.split())
        signed = _signed(paragraph)
        if signed and (name := "".join(signed["name"].split())):
            start, end = signed.span("name")
        else:
            start, end = 0, len(paragraph.text)
        if 3 < len(name) <= LONGEST and (organ := read_organ(name)).body and organ.places:
            left = len(paragraph.text[start:end]) - len(paragraph.text[start:end].lstrip())
            yield paragraph, start + left, start + len(paragraph.text[start:end].rstrip()), "signature"


def _signed(paragraph: Paragraph) -> re.Match[str] | None:
    return _SIGNED.fullmatch(paragraph.text) if len(paragraph.text) < _LONGEST_SIGNATURE else None


def _told(names: Sequence[tuple[Fact, Organ]], what: str) -> Fact:
    """Level or region as the first name tells it, or a longer name of the same place."""
    if not names:
        return Fact()
    first, organ = names[0]
    best, told = first, getattr(organ, what)
    for fact, other in names[1:]:
        if _names_more(other, organ) and (told is None or what == "region"):
            best, told = fact, getattr(other, what)
            break
    if told is None:
        return Fact()
    rule = f"name of the {'place' if what == 'region' else 'organ'} ({best.rule})"
    return Fact(told, best.evidence, rule, best.place, best.start)


def _names_more(other: Organ, organ: Organ) -> bool:
    """Whether the other name is that of the same place or organ, with more places before it."""
    shorter, longer = organ.region or "", other.region or ""
    return len(longer) > len(shorter) and (longer.endswith(shorter) if shorter else other.name.endswith(organ.name))


def _body(names: Sequence[tuple[Fact, Organ]]) -> Fact:
    if not names:
        return Fact()
    fact, organ = names[0]
    if organ.body is None and organ.places and not organ.rest and organ.level != "township":
        return Fact("government", fact.evidence, "the title names a place only", fact.place, fact.start)
    if organ.body is None:
        return Fact()
    return Fact(organ.body, fact.evidence, f"name of the organ ({fact.rule})", fact.place, fact.start)


def _publications(ground: _Ground) -> Iterator[Fact]:
    """Every date that may be that of publication, the best first."""
    document, data = ground.document, identity_data()["published"]
    for key in data["metadata"]:
        value = document.metadata.get(key, "")
        if iso := parse_date(value):
            yield Fact(iso, value, f"metadata {key}")
    yield from _labelled(ground, re.compile(rf"{data['lines']}\s*[:：]\s*"))
    for paragraph in reversed(ground.closing):
        signed = _signed(paragraph)
        named = signed and (not signed["name"].strip() or read_organ(signed["name"]).body)
        match = signed if named else None
        if match is None and paragraph is ground.closing[-1]:
            match = _LAST_DATE.search(fold(paragraph.text))
        if match and (iso := parse_date(match["date"])):
            yield _dated(document, paragraph, iso, *match.span("date"), "signature")
    for paragraph in ground.front:
        if iso := parse_date(paragraph.text.strip("（）() \u3000")):
            yield _dated(document, paragraph, iso, 0, len(paragraph.text), "date below the title")


def _labelled(ground: _Ground, label: re.Pattern[str]) -> Iterator[Fact]:
    for paragraph in (*ground.front, *ground.closing):
        for match in label.finditer(paragraph.text):
            found = next(find_dates(paragraph.text[match.end() : match.end() + 20]), None)
            if found and found.start == 0:
                end = match.end() + found.end
                yield _dated(ground.document, paragraph, found.iso, match.start(), end, "line of publication")


def _dated(document: Document, paragraph: Paragraph, iso: str, start: int, end: int, rule: str) -> Fact:
    evidence = document.text[paragraph.start + start : paragraph.start + end]
    return Fact(iso, evidence, rule, paragraph.place, paragraph.start + start)


def _notes(identity: Identity, title: Title | None, period: Fact | None, dates: Sequence[Fact]) -> Iterator[Note]:
    """What is doubtful or not known of the identity: years that differ, a date out of season, facts not found."""
    year = identity.year
    for name, fact in identity.facts().items():
        if not fact:
            yield Note(_STEP, "info", f"{name} is not known")
    if title and len(set(title.years)) > 1:
        yield Note(_STEP, "doubt", f"the title names several years: {title.text}", title.place)
    if period and year and period.value != year.value:
        message = f"the title says {year.value}, the statistics period {period.value}"
        yield Note(_STEP, "doubt", message, period.place)
    yield from _date_notes(identity, dates)


def _date_notes(identity: Identity, dates: Sequence[Fact]) -> Iterator[Note]:
    published, year = identity.published, identity.year
    if published and year and int(str(published.value)[:4]) != int(year.value or 0) + 1:
        message = f"published {published.value}, which is not the year after {year.value}"
        yield Note(_STEP, "doubt", message, published.place)
    others = {fact.value: fact for fact in dates if fact.value != published.value}
    for fact in others.values():
        yield Note(_STEP, "info", f"another date, {fact.value} ({fact.rule}), beside {published.value}", fact.place)
