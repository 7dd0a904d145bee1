"""Sections and tables: missing, empty, misnumbered, out of order; a section on problems that names none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from govtext.checks.case import Case, newest
from govtext.checks.files import data
from govtext.checks.rule import Outcome, not_assessable, rule, settle
from govtext.model import Section

SECTIONS = (1, 2, 3, 4, 5, 6)
OLD = "the six sections and three tables are asked for since the reports on 2019"
SCAN = "doubt: the text was recognised from a scan"
FIRST_YEAR = 2019
_HAN = "零一二三四五六七八九十"
_FURNITURE = re.compile(r"[\s第（(）)、.．,，:：章部分]")
_ARABIC = re.compile(r"[0-9]{1,2}")
_CHINESE = re.compile(r"[一二三四五六七八九]?十?[一二三四五六七八九]?")


@cache
def phrases() -> Mapping[str, Any]:
    """Wordings that the structure rules look for, from `data/structure.toml`."""
    return tomllib.loads(data("structure.toml"))


@cache
def _none() -> re.Pattern[str]:
    return re.compile(phrases()["none"])


def before_the_forms(case: Case) -> bool:
    """True for a report made before there was a form: told by its year, else by its free form."""
    year = case.reading.identity.year.value
    if case.forms:
        return False
    return year < FIRST_YEAR if isinstance(year, int) else case.reading.form.name == "free"


@rule("structure.sections")
def sections(case: Case) -> Iterator[Outcome]:
    """Each of the six sections has its heading; one outcome a section."""
    for number in SECTIONS:
        place = f"section/{number}"
        found = case.reading.section(number)
        if found is not None:
            yield settle(place, True, [heading(found)])
        elif before_the_forms(case):
            yield not_assessable(place, OLD)
        else:
            yield settle(
                place, False, [f"no heading of section {number} was found"], doubts=_why_not_found(case, number)
            )


def heading(section: Section) -> str:
    """The section's heading quoted with its place."""
    place = str(section.place)
    return f"「{section.printed}{section.title}」" + (f" ({place})" if place else "")


def _why_not_found(case: Case, number: int) -> list[str]:
    """Reasons to think that the section is there and we did not see it."""
    beside = [each for each in (number - 1, number + 1) if each in SECTIONS]
    table = next((table.code for table in newest().tables if table.section == number), "")
    reasons = [SCAN] if case.scanned else []
    reasons += [f"doubt: nor was section {each} found" for each in beside if case.reading.section(each) is None]
    return reasons + ([f"doubt: its table {table} is there"] if table in case.forms else [])


@rule("structure.tables")
def tables(case: Case) -> Iterator[Outcome]:
    """Each of the three tables is there; a table that was not found may be a picture."""
    for table in newest().tables:
        if table.code in case.forms:
            form = case.forms[table.code]
            yield settle(table.code, True, [f"the table is there, in the form of {form.code}"])
        elif before_the_forms(case):
            yield not_assessable(table.code, OLD)
        else:
            said = f"no cell of the table {table.label.zh} was found"
            yield settle(table.code, None, [said], doubts=["doubt: it may be a picture, or laid out past our reading"])


@rule("structure.empty")
def empty(case: Case) -> Iterator[Outcome]:
    """Each section that has a heading says something, in prose or in its table; one outcome a section."""
    for number in SECTIONS:
        found = case.reading.section(number)
        if found is None:
            yield not_assessable(f"section/{number}", "the section was not found")
        else:
            yield _filled(case, number, found)


def _filled(case: Case, number: int, section: Section) -> Outcome:
    table = next((table.code for table in newest().tables if table.section == number), None)
    full = bool(section.text.strip()) or table in case.forms
    picture = [f"doubt: its table {table} may be a picture"] if table else []
    return settle(f"section/{number}", full, [heading(section)], doubts=picture + ([SCAN] if case.scanned else []))


@rule("structure.numbers")
def numbers(case: Case) -> Iterator[Outcome]:
    """The number printed before a title is the form's; one outcome a section that prints one."""
    printed = [(each, value) for each in _known(case) if (value := ordinal(each.printed))]
    if not printed or before_the_forms(case):
        yield not_assessable("report", OLD if printed else "no title prints a number")
        return
    for section, value in printed:
        yield settle(
            f"section/{section.number}", value == section.number, [heading(section)],
            doubts=[SCAN] if case.scanned else [], left=Decimal(value), right=Decimal(section.number),
        )  # fmt: skip


def _known(case: Case) -> list[Section]:
    """The sections that are one of the six; what stands before them, or under another title, is section 0."""
    return [section for section in case.reading.sections if section.number in SECTIONS]


@lru_cache(maxsize=1024)
def ordinal(printed: str) -> int | None:
    """The number an enumerator stands for, None where it is none.

    >>> ordinal("三、"), ordinal("（十一）"), ordinal("4."), ordinal("附件")
    (3, 11, 4, None)
    """
    text = _FURNITURE.sub("", printed)
    if _ARABIC.fullmatch(text):
        return int(text)
    if not _CHINESE.fullmatch(text) or not text:
        return None
    tens, ten, ones = text.partition("十")
    return (_HAN.index(tens or "一") * 10 + (_HAN.index(ones) if ones else 0)) if ten else _single(text)


def _single(text: str) -> int | None:
    return _HAN.index(text) if len(text) == 1 else None


@rule("structure.order")
def order(case: Case) -> Iterator[Outcome]:
    """The sections stand in the order of the form."""
    found = sorted(_known(case), key=lambda section: section.start)
    if len(found) < 2 or before_the_forms(case):
        yield not_assessable("report", OLD if before_the_forms(case) else "fewer than two sections were found")
        return
    stand = [section.number for section in found]
    twice = ["doubt: a section seems to stand twice"] if len(set(stand)) < len(stand) else []
    yield settle(
        "report", stand == sorted(set(stand)), map(heading, found), doubts=twice + ([SCAN] if case.scanned else []),
        left=" ".join(map(str, stand)), right=" ".join(map(str, sorted(stand))),
    )  # fmt: skip


@rule("structure.problems")
def problems(case: Case) -> Iterator[Outcome]:
    """Section 5 names a problem: it is neither empty nor says that there is none."""
    section = case.reading.section(5)
    if section is None:
        yield not_assessable("section/5", "the section was not found")
        return
    text = "".join(section.text.split())
    rest = _none().sub("", text)
    named = bool(re.search(r"\w", rest))
    said = f"it says 「{text}」" if len(text) <= phrases()["short"] else f"it has {len(text)} characters"
    yield settle("section/5", named, [heading(section), said], doubts=[SCAN] if case.scanned else [])
