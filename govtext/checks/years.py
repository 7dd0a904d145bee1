"""Years: of the title, of the period the figures cover, of the prose, and of the form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from govtext.checks.case import SHOWN, Case, keys_of, name
from govtext.checks.claims import position, sane, shortened
from govtext.checks.files import data
from govtext.checks.rule import Outcome, not_assessable, rule, settle
from govtext.document import Paragraph
from govtext.forms import Form, forms
from govtext.model import Claim

SCAN = "doubt: the text was recognised from a scan"
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年)")
_BLANK = re.compile(r"\s")


@cache
def words() -> Mapping[str, Any]:
    """Wordings beside a year, and the years of each form, from `data/years.toml`."""
    return tomllib.loads(data("years.toml"))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(words()[name])


def report_year(case: Case) -> int | None:
    """The year reported on, None where it is not known."""
    year = case.reading.identity.year.value
    return year if isinstance(year, int) else None


@rule("years.title")
def title(case: Case) -> Iterator[Outcome]:
    """The title's year is the year that the report's other evidence gives."""
    fact, year = case.reading.identity.title, report_year(case)
    found = _YEAR.search(_BLANK.sub("", str(fact.value or "")))
    if not found or year is None:
        yield not_assessable("report", "the title names no year" if not found else "the report's year is not known")
        return
    said = [f"title 「{fact.value}」", f"year {year}: 「{case.reading.identity.year.evidence}」"]
    yield settle(
        "report", int(found.group()) == year, said,
        doubts=[SCAN] if case.scanned else [], left=Decimal(found.group()), right=Decimal(year),
    )  # fmt: skip


@rule("years.period")
def period(case: Case) -> Iterator[Outcome]:
    """The period stated for the figures is the year of the report, from January to December."""
    year = report_year(case)
    stated = [(paragraph, match) for paragraph in case.reading.document.paragraphs for match in _periods(paragraph)]
    if not stated or year is None:
        yield not_assessable("report", "no period is stated" if not stated else "the report's year is not known")
    seen = set()
    for paragraph, match in stated if year is not None else ():
        years = {int(each) for each in match.group("from", "to") if each}
        if (key := tuple(sorted(years))) not in seen:
            seen.add(key)
            yield _period(case, paragraph, match, years, int(year or 0))


def _periods(paragraph: Paragraph) -> Iterator[re.Match[str]]:
    return _pattern("period").finditer(paragraph.text)


def _period(case: Case, paragraph: Paragraph, match: re.Match[str], years: set[int], year: int) -> Outcome:
    about = paragraph.text[max(0, match.start() - 40) : match.end() + 20]
    firm = _pattern("about_the_figures").search(_BLANK.sub("", about))
    doubts = ([] if firm else ["doubt: the sentence may speak of something else"]) + ([SCAN] if case.scanned else [])
    return settle(
        "report", years == {year}, [f"「{match.group()}」 ({paragraph.place})"], doubts=doubts,
        left=" ".join(map(str, sorted(years))), right=str(year),
    )  # fmt: skip


@rule("years.prose")
def prose(case: Case) -> Iterator[Outcome]:
    """The prose speaks of the report's year, or says why it speaks of another; one outcome a section and year."""
    year = report_year(case)
    if year is None:
        yield not_assessable("report", "the report's year is not known")
        return
    stray: dict[tuple[int, int], list[str]] = {}
    for claim in case.reading.claims:
        if claim.kind == "year" and sane(claim.value) and _strays(case, claim, claim.value, year):
            stray.setdefault((claim.section or 0, int(claim.value or 0)), []).append(_quoted(case, claim))
    for (section, other), sentences in stray.items():
        place, doubts = f"section/{section}", [SCAN] if case.scanned else []
        yield settle(place, False, sentences[:SHOWN], doubts=doubts, left=Decimal(other), right=Decimal(year))
    if not stray:
        yield settle("report", True, [f"no other year stands without reason beside {year}"], right=Decimal(year))


def _quoted(case: Case, claim: Claim) -> str:
    return f"「{shortened(claim.sentence, max(0, position(case.reading.document.text, claim)))}」"


def _strays(case: Case, claim: Claim, other: Decimal, year: int) -> bool:
    """True where another year is named, within reach of a slip, and nothing beside it says why."""
    sentence = claim.sentence
    if other == year or abs(other - year) > words()["reach"]:
        return False
    if other == year + 1 and (claim.section in words()["plans"] or _pattern("planned").search(sentence)):
        return False
    at = max(0, position(case.reading.document.text, claim))
    before, after = sentence[:at], sentence[at + len(claim.raw) :].strip()
    inside = before.count("《") > before.count("》")
    return not (inside or _pattern("before").search(before[-12:]) or _pattern("after").search(after[:20]))


@rule("years.form")
def form_of_the_year(case: Case) -> Iterator[Outcome]:
    """Each table has the form that was in force for the report's year."""
    year = report_year(case)
    due = next((form for form in forms() if year is not None and _covers(form, year)), None)
    if due is None or not case.forms:
        yield not_assessable("report", f"no form is known for the year {year}" if due is None else "no table was found")
        return
    for code, used in case.forms.items():
        yield _form(case, code, used, due)


def _covers(form: Form, year: int) -> bool:
    first, last = words()["forms"].get(form.code, (1, 0))
    return bool(first <= year <= last)


def _form(case: Case, code: str, used: Form, due: Form) -> Outcome:
    """The tables differ where a figure of the one is none of the other's; only such figures tell the forms apart."""
    alien = _alien(used, due, code)
    found = [key for key in alien if case.cell(key).status != "missing"]
    doubts = ([] if found else ["doubt: no row or column that only this form has was found"]) + (
        [SCAN] if case.scanned else []
    )
    said = f"the table has the form of {used.code}" + (f", told by 「{name(found[0])}」" if found else "")
    return settle(code, not alien, [said], doubts=doubts, left=used.code, right=due.code, keys=found)


@cache
def _alien(used: Form, due: Form, table: str) -> tuple[str, ...]:
    """The codes of a table in the one form that the other form lacks."""
    asked = set(keys_of(due, table))
    return tuple(key for key in keys_of(used, table) if key not in asked)
