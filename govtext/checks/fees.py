"""What section 6 says of the fee for handling information (信息处理费), notice 国办函〔2020〕109号."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from govtext.checks.case import Case, plain
from govtext.checks.claims import LONGEST, sane, shortened
from govtext.checks.files import data
from govtext.checks.rule import Outcome, not_assessable, rule, settle
from govtext.model import Claim

PLACE = "section/6"
_YUAN = {"元": Decimal(1), "万元": Decimal(10_000)}


@cache
def schedule() -> Mapping[str, Any]:
    """The fees by page and what is said of them, from `data/fees.toml`."""
    return tomllib.loads(data("fees.toml"))


@rule("fees.statement")
def statement(case: Case) -> Iterator[Outcome]:
    """Since the reports on 2021, section 6 tells of the fee, if only that none was charged."""
    year, section = case.reading.identity.year.value, case.reading.section(6)
    first = int(schedule()["first_year"])
    if not isinstance(year, int) or year < first:
        yield not_assessable(PLACE, f"the fee is told of in reports on {first} and later; this year is {year}")
    elif section is None:
        yield not_assessable(PLACE, "the section was not found")
    else:
        said = re.search(schedule()["mention"], re.sub(r"\s", "", section.text))
        shown = f"it says 「{said.group()}」" if said else "it does not speak of the fee"
        doubts = ["doubt: the text was recognised from a scan"] if case.scanned else []
        yield settle(PLACE, said is not None, [shown], doubts=doubts)


@rule("fees.schedule")
def amounts(case: Case) -> Iterator[Outcome]:
    """An amount charged is one that the schedule can give: for the pages told of, or else a multiple of its step."""
    told: dict[str, list[Claim]] = {}
    for claim in case.reading.claims:
        if claim.section == 6 and sane(claim.value) and len(claim.sentence) <= LONGEST:
            told.setdefault(claim.sentence, []).append(claim)
    fees = [
        (each, beside) for sentence, beside in told.items() if _speaks(sentence) for each in beside if _charge(each)
    ]
    if not fees:
        yield not_assessable(PLACE, "section 6 states no amount of the fee")
    yield from {outcome.expression: outcome for outcome in (_outcome(case, *fee) for fee in fees)}.values()


def _speaks(sentence: str) -> bool:
    return bool(re.search(schedule()["mention"], re.sub(r"\s", "", sentence)))


def _charge(claim: Claim) -> bool:
    exact = not (claim.approximation or claim.bound or claim.change)
    return claim.kind == "quantity" and claim.unit in _YUAN and exact


def _outcome(case: Case, claim: Claim, beside: Sequence[Claim]) -> Outcome:
    stated = (claim.value or Decimal(0)) * _YUAN[claim.unit]
    pages = _pages(beside)
    step = Decimal(schedule()["step"])
    due = by_pages(pages) if pages is not None else stated - stated % step
    rule_said = f"{pages} pages" if pages is not None else f"a multiple of {step}"
    return settle(
        PLACE, stated == due, [f"「{shortened(claim.sentence)}」"], left=stated, right=due,
        expression=f"{plain(stated)} 元 = {plain(due)} 元 ({rule_said})",
        doubts=["doubt: the text was recognised from a scan"] if case.scanned else [],
    )  # fmt: skip


def _pages(beside: Sequence[Claim]) -> int | None:
    """The pages of the one request the sentence tells of; None where it tells of none, or of several requests."""
    pages = [int(other.value) for other in beside if other.unit == "页" and other.value]
    requests = [other.value for other in beside if other.unit == "件"]
    money = [other for other in beside if other.unit in _YUAN]
    return pages[0] if len(pages) == 1 and len(money) == 1 and requests in ([], [1]) else None


def by_pages(pages: int) -> Decimal:
    """The fee in 元 for one request of so many pages.

    >>> by_pages(30), by_pages(68), by_pages(101)
    (Decimal('0'), Decimal('380'), Decimal('720'))
    """
    total, charged = Decimal(0), 0
    for band in schedule()["pages"]:
        inside = max(0, min(pages, band.get("to", pages)) - charged)
        total, charged = total + inside * Decimal(band["yuan"]), charged + inside
    return total
