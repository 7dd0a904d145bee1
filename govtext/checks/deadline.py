"""Published in time: Art. 49 of the Regulation of 2019, and the one date of the Regulation of 2007 before it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from govtext.checks.case import Case
from govtext.checks.files import data
from govtext.checks.rule import Outcome, not_assessable, rule, settle
from govtext.model import Fact

PLACE = "report"


@cache
def statute() -> Mapping[str, Any]:
    """Dates and whom they bind, from `data/deadline.toml`."""
    return tomllib.loads(data("deadline.toml"))


@rule("deadline.statute")
def published_in_time(case: Case) -> Iterator[Outcome]:
    """Departments publish by 31 January, governments of county level and above by 31 March of the next year."""
    who = case.reading.identity
    year, when = who.year.value, _date(who.published)
    if when is None or not isinstance(year, int) or not 1 <= year < 9998:
        yield not_assessable(PLACE, f"not known: {'year' if when else 'publication date'}")
    elif year < int(statute()["new_since"]):
        yield _outcome(case, when, year, ("old", "old"))
    elif not who.level or not who.body:
        yield not_assessable(PLACE, f"not known: {'body' if who.level else 'level'}")
    elif who.level.value not in statute()["levels"] or who.body.value not in statute()["bodies"]:
        yield not_assessable(PLACE, f"Art. 49 does not name this kind of body: {who.level.value}, {who.body.value}")
    else:
        yield _outcome(case, when, year, statute()["bodies"][who.body.value])


def _date(fact: Fact) -> date | None:
    try:
        return date.fromisoformat(str(fact.value))
    except ValueError:
        return None


def _outcome(case: Case, when: date, year: int, names: tuple[str, str] | list[str]) -> Outcome:
    """Compare with the earlier and the later date that may bind the body; between them it depends on who speaks."""
    first, last = (date(year + 1, *statute()["dates"][name]) for name in names)
    who = case.reading.identity
    due = first if when <= first else last
    evidence = [
        f"{label}: {_quote(fact)}" for label, fact in (("date", who.published), ("body", who.body), ("year", who.year))
    ]
    open_question = first < when <= last or when.year <= year
    outcome = settle(
        PLACE, None if open_question else when <= last, evidence, doubts=_doubts(case, when, year, first, last),
        expression=f"{when.isoformat()} ≤ {due.isoformat()}", left=when.isoformat(), right=due.isoformat(),
    )  # fmt: skip
    return outcome._replace(difference=Decimal((when - due).days))


def _doubts(case: Case, when: date, year: int, first: date, last: date) -> list[str]:
    reasons = ["doubt: the date was recognised from a scan"] if case.scanned else []
    if first < when <= last:
        reasons.append("doubt: the body may speak for itself (31 January) or for its government (31 March)")
    if when.year <= year:
        reasons.append("doubt: the date lies before the end of the year reported on")
    if when > date(year + 1, 12, 31):
        reasons.append("doubt: so late a date may be that of a new copy of the page")
    if year < int(statute()["new_since"]):
        reasons.append("doubt: the wording of the old regulation was not confirmed")
    return reasons


def _quote(fact: Fact) -> str:
    place = f" ({fact.place})" if str(fact.place) else ""
    return f"{fact.value}" + (f", from 「{fact.evidence}」{place}" if fact.evidence else place)
