"""What a report must continue of the same issuer's report on the year before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from govtext.checks.across_reports import (
    Across,
    AcrossRule,
    Reported,
    Term,
    across_rules,
    doubts,
    label,
    signed,
)
from govtext.checks.case import plain
from govtext.checks.rule import Outcome, not_assessable, settle

_RULES = ("across.carried", "across.items", "across.in_force")
Breaks = Mapping[tuple[str, int], str]
"""Issuer and the first year that does not continue the one before, with the reason."""


def over_years(reports: Sequence[Reported], breaks: Breaks) -> Iterator[Across]:
    """The findings on one report an issuer and year; a rule that a form does not have says nothing of it."""
    firm = {(each.issuer, each.year): each for each in reports if not each.contested}
    by_year = {(each.issuer, each.year): each for each in reports} | firm
    for now in reports:
        before = by_year.get((now.issuer, now.year - 1))
        for rule in (across_rules()[each] for each in _RULES):
            if now.has(rule.keys[False]):
                yield from _of_rule(rule, before, now, breaks.get((now.issuer, now.year), ""))


def _of_rule(rule: AcrossRule, before: Reported | None, now: Reported, broken: str) -> Iterator[Across]:
    reason = _hindrance(rule, before, now, broken)
    if reason or before is None:
        yield signed(rule, not_assessable(rule.table, reason), now, [before] if before else ())
        return
    for left, right in rule.instances:
        yield signed(rule, _compare(left, right, before, now), now, [before])


def _hindrance(rule: AcrossRule, before: Reported | None, now: Reported, broken: str) -> str:
    """Why the rule cannot be asked; "" where it can."""
    if now.contested:
        return f"the year of the report is doubtful: {now.contested}"
    if before is None:
        return f"no report of {now.issuer} on {now.year - 1} is at hand"
    if before.contested:
        return f"whether {before.report} is on {before.year} is doubtful: {before.contested}"
    if broken:
        return f"{now.year} does not continue {now.year - 1}: {broken}"
    if not before.has(rule.keys[True]):
        return f"the report on {before.year} has no such figures (another form, or no {rule.table} table)"
    return ""


def _compare(left: Sequence[Term], right: Sequence[Term], before: Reported, now: Reported) -> Outcome:
    of = {True: before, False: now}
    cells = [(of[term.before], term.key) for term in (*left, *right)]
    first, second = (_total(side, before, now) for side in (left, right))
    holds = None if first is None or second is None else first == second
    return settle(
        right[0].key,
        holds,
        [about.quote(key) for about, key in cells],
        doubts=() if holds else doubts(cells),
        expression=f"{_written(left, before, now)} = {_written(right, before, now)}",
        left=first,
        right=second,
        keys=[key for _, key in cells],
    )


def _total(side: Sequence[Term], before: Reported, now: Reported) -> Decimal | None:
    values = [((before if term.before else now).amount(term.key), term.sign) for term in side]
    known = [value * sign for value, sign in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None


def _written(side: Sequence[Term], before: Reported, now: Reported) -> str:
    return "".join(_term(term, before if term.before else now, first=not at) for at, term in enumerate(side))


def _term(term: Term, about: Reported, *, first: bool) -> str:
    value = about.amount(term.key)
    figure = (
        f"[{about.cell(term.key).status}]" if value is None else plain(value) if value >= 0 else f"({plain(value)})"
    )
    sign = "" if first and term.sign > 0 else " - " if term.sign < 0 else " + "
    return f"{sign}{about.year}年{label(term.key)} {figure}"
