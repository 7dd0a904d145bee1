"""Reports that stand beside each other: two editions of one, and those that an aggregate report adds up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from govtext.checks.across_reports import Across, Reported, across_rules, doubts, label, signed
from govtext.checks.case import plain
from govtext.checks.rule import Outcome, not_assessable, settle

ALIKE = 0.5
"""Below this share of equal figures (of those other than 0) two reports are perhaps not editions of one."""
GOVERNMENT = "/government"
"""Ends the id of a government: its own figures are not those of everything below it."""


def over_editions(chosen: Reported, others: Sequence[Reported]) -> Iterator[Across]:
    """What differs between the chosen edition and each other one, and for each table how much does not."""
    rule = across_rules()["across.editions"]
    for number, other in enumerate(others, 1):
        shared = chosen.cells.keys() & other.cells.keys()
        both = sorted(key for key in shared if _stands(chosen, key) and _stands(other, key))
        if not both:
            reason = f"{chosen.report} and {other.report} have no figure in common"
            yield signed(rule, not_assessable("report", reason), chosen, [other], str(number))
            continue
        strange = _strange(chosen, other, both)
        differing = [key for key in both if not _same(chosen, other, key)]
        for key in differing:
            yield signed(rule, _differ(chosen, other, key, strange), chosen, [other], str(number))
        for outcome in _alike(chosen, other, both, set(differing)):
            yield signed(rule, outcome, chosen, [other], str(number))


def _stands(about: Reported, key: str) -> bool:
    return about.cell(key).status != "missing"


def _same(one: Reported, other: Reported, key: str) -> bool:
    first, second = one.amount(key), other.amount(key)
    return first == second and (first is not None or one.cell(key).status == other.cell(key).status != "value")


def _strange(one: Reported, other: Reported, keys: Sequence[str]) -> tuple[str, ...]:
    """A doubt where so little agrees that the two are perhaps of two issuers."""
    pairs = [(one.amount(key), other.amount(key)) for key in keys]
    told = [first == second for first, second in pairs if first or second]
    if not told or sum(told) >= ALIKE * len(told):
        return ()
    return (f"doubt: only {sum(told)} of {len(told)} figures agree; perhaps these are not editions of one report",)


def _differ(one: Reported, other: Reported, key: str, strange: tuple[str, ...]) -> Outcome:
    first, second = one.amount(key), other.amount(key)
    pairs = [(one, key), (other, key)]
    figures = " 与 ".join(f"[{each.cell(key).status}]" if value is None else plain(value) for value, (each, _)
                         in zip((first, second), pairs, strict=True))  # fmt: skip
    return settle(
        key,
        None if first is None or second is None else first == second,
        [each.quote(key) for each, _ in pairs],
        doubts=(*doubts(pairs), *strange),
        expression=f"{label(key)}：{figures}",
        left=first,
        right=second,
        keys=(key,),
    )


def _alike(one: Reported, other: Reported, keys: Sequence[str], differing: set[str]) -> Iterator[Outcome]:
    for table in dict.fromkeys(key.split("/")[0] for key in keys):
        same = [key for key in keys if key.startswith(f"{table}/") and key not in differing]
        if same:
            said = f"{len(same)} figures are the same in {one.report} and {other.report}"
            yield settle(table, True, (said,))


def over_children(
    parent: Reported, children: Sequence[str] | None, by_year: Mapping[tuple[str, int], Reported]
) -> Iterator[Across]:
    """Whether an aggregate report's figures are the sums of what it adds up; nothing of reports on an organ alone."""
    rule = across_rules()["across.children"]
    if parent.scope != "aggregate" and children is None:
        return
    found = [by_year.get((child, parent.year)) for child in children or ()]
    there = [each for each in found if each is not None]
    if reason := _missing(parent, children, found):
        yield signed(rule, not_assessable("report", reason), parent, there)
        return
    for key in rule.each:
        if parent.has([key]):
            yield signed(rule, _sum(parent, there, key), parent, there)


def over_parts(parent: Reported, parts: Sequence[Reported]) -> Iterator[Across]:
    """Whether an aggregate report's figures are at least the sums over reports that it is sure to add up.

    Equal is a pass; what is more than the parts may belong to others, of which no report is at hand.
    """
    rule = across_rules()["across.children"]
    if parent.scope != "aggregate":
        return
    if parent.contested or not parts:
        doubt = f"the year of the report is doubtful: {parent.contested}"
        reason = doubt if parent.contested else "no report of what it adds up is at hand"
        yield signed(rule, not_assessable("report", reason), parent)
        return
    for key in rule.each:
        if parent.has([key]):
            outcome = _sum(parent, parts, key)
            more = outcome.difference is not None and outcome.difference > 0
            yield signed(rule, _open(outcome, len(parts)) if more else outcome, parent, parts)


def _open(outcome: Outcome, count: int) -> Outcome:
    said = f"more than the sum over the {count} reports at hand: what else it adds up is not known"
    return outcome._replace(status="not_assessable", verdict="", evidence=(said, *outcome.evidence))


def _missing(parent: Reported, children: Sequence[str] | None, found: Sequence[Reported | None]) -> str:
    """Why the sum cannot be asked; "" where it can."""
    if parent.scope != "aggregate":
        return f"the report does not say that it adds up others (scope: {parent.scope or 'not told'})"
    if not children:
        return "what the report adds up is not known"
    absent = [child for child, each in zip(children, found, strict=True) if each is None]
    if absent:
        return f"{len(absent)} of {len(children)} reports that it adds up are not at hand: {', '.join(absent[:5])}"
    unlike = [each.issuer for each in found if each and not _covers(each)]
    if unlike:
        return f"the scope of {len(unlike)} reports is not told or does not agree: {', '.join(unlike[:5])}"
    return ""


def _covers(child: Reported) -> bool:
    """Whether a child's figures are all that it answers for: a government's only where they are aggregate."""
    return child.scope == "aggregate" if child.issuer.endswith(GOVERNMENT) else child.scope is not None


def _sum(parent: Reported, children: Sequence[Reported], key: str) -> Outcome:
    values = [child.amount(key) for child in children]
    known = [value for value in values if value is not None]
    right = sum(known, Decimal(0)) if len(known) == len(values) else None
    left = parent.amount(key)
    pairs = [(each, key) for each in (parent, *children)]
    return settle(
        key,
        None if left is None or right is None else left == right,
        [each.quote(key) for each, _ in pairs[:13]] + ([f"and {len(pairs) - 13} more"] if len(pairs) > 13 else []),
        doubts=doubts(pairs),
        expression=f"{label(key)}：汇总 {_shown(left)} = {len(children)} 个机关之和 {_shown(right)}",
        left=left,
        right=right,
        keys=(key,),
    )


def _shown(value: Decimal | None) -> str:
    return "[?]" if value is None else plain(value)
