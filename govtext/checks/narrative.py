"""What the prose says against what the tables say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache

from govtext.checks.case import SHOWN, Case, keys_of, name, plain
from govtext.checks.claims import MONEY, shortened, within
from govtext.checks.rule import Outcome, not_assessable, rule, settle
from govtext.checks.statements import Stated, stated_none, stated_numbers
from govtext.forms import Form


@rule("narrative.new")
def new(case: Case) -> Iterator[Outcome]:
    """New requests, as the prose gives them."""
    return _against_tables(case, "narrative.new")


@rule("narrative.carried_in")
def carried_in(case: Case) -> Iterator[Outcome]:
    """Requests carried over from the previous year."""
    return _against_tables(case, "narrative.carried_in")


@rule("narrative.processed")
def processed(case: Case) -> Iterator[Outcome]:
    """Requests handled."""
    return _against_tables(case, "narrative.processed")


@rule("narrative.carried_out")
def carried_out(case: Case) -> Iterator[Outcome]:
    """Requests carried over to the next year."""
    return _against_tables(case, "narrative.carried_out")


@rule("narrative.outcomes")
def outcomes(case: Case) -> Iterator[Outcome]:
    """Granted, granted in part, refused, unavailable, not processed, handled otherwise."""
    return _against_tables(case, "narrative.outcomes")


@rule("narrative.reconsideration")
def reconsideration(case: Case) -> Iterator[Outcome]:
    """Administrative reconsideration and its outcomes."""
    return _against_tables(case, "narrative.reconsideration")


@rule("narrative.litigation")
def litigation(case: Case) -> Iterator[Outcome]:
    """Litigation, direct, after reconsideration, or both."""
    return _against_tables(case, "narrative.litigation")


@rule("narrative.decisions")
def decisions(case: Case) -> Iterator[Outcome]:
    """Licences, penalties and coercive measures decided."""
    return _against_tables(case, "narrative.decisions")


@rule("narrative.documents")
def documents(case: Case) -> Iterator[Outcome]:
    """Normative documents issued, repealed, in force."""
    return _against_tables(case, "narrative.documents")


@rule("narrative.amounts")
def amounts(case: Case) -> Iterator[Outcome]:
    """Fees charged and procurement."""
    return _against_tables(case, "narrative.amounts")


def _against_tables(case: Case, rule_name: str) -> Iterator[Outcome]:
    """One outcome for each thing said in a section; what is said twice alike is one outcome with both sentences."""
    said = [*stated_numbers(case.prose, rule_name), *stated_none(case.prose, rule_name)]
    alike: dict[tuple[str, str], list[Stated]] = {}
    for each in said:
        alike.setdefault((_place(each), _written(each)), []).append(each)
    for (place, written), group in alike.items():
        yield _compare(case, place, written, group)
    if not said:
        yield not_assessable("report", "the prose states no such number")


def _place(said: Stated) -> str:
    return f"section/{said.sentence.section}:{'+'.join(said.statement.meanings[0])}"


def _written(said: Stated) -> str:
    claim = said.claim
    if claim is None:
        return "0"
    left = claim.approximation if claim.approximation in ("约", "近") else ""
    right = claim.approximation if not left else ""
    return f"{left}{plain(said.value)}{right}{claim.unit}{claim.bound}"


def _compare(case: Case, place: str, written: str, group: Sequence[Stated]) -> Outcome:
    said = min(group, key=lambda each: len(each.doubts))
    meanings = [found for keys in said.statement.meanings if (found := _figures(case, keys))]
    sentences = [f"section {each.sentence.section}: 「{_short(each)}」" + _at(each) for each in group[:SHOWN]]
    if not meanings:
        return Outcome(place, "not_assessable", (*sentences, "the report's tables have no such figure"), written)
    keys = next((keys for keys in meanings if _agrees(said, case.total(keys))), meanings[0])
    right = case.total(keys)
    return settle(
        place, None if right is None else _agrees(said, right), (*sentences, *map(case.quote, keys)),
        doubts=(*said.doubts, *case.doubts(keys)), left=_in_unit(said), right=right,
        expression=f"正文 {written}，表 {' + '.join(map(name, keys))} {'[?]' if right is None else plain(right)}",
        keys=keys,
    )  # fmt: skip


def _short(said: Stated) -> str:
    printed = said.sentence.printed
    return shortened(printed, max(0, printed.find(said.claim.raw)) if said.claim else 0)


def _at(said: Stated) -> str:
    place = str(said.sentence.place)
    return f" ({place})" if place else ""


def _figures(case: Case, keys: Sequence[str]) -> list[str]:
    """The codes of the figures that `keys` stand for; none where the report's forms lack one of them."""
    tables = [key.split("/")[0] for key in keys]
    if not all(table in case.forms for table in tables):
        return []
    found = [_fitting(case.forms[table], table, key) for table, key in zip(tables, keys, strict=True)]
    return [code for codes in found for code in codes] if all(found) else []


@cache
def _fitting(form: Form, table: str, key: str) -> tuple[str, ...]:
    """The form's codes that the key stands for, in which * is any."""
    return tuple(each for each in keys_of(form, table) if fnmatchcase(each, key))


def _in_unit(said: Stated) -> Decimal:
    """What is said, in the unit of the codes: money in 万元."""
    return said.value * MONEY.get(said.claim.unit, Decimal(1)) if said.claim else said.value


def _agrees(said: Stated, value: Decimal | None) -> bool:
    """Does the figure lie within what was said?"""
    if value is None:
        return False
    if said.claim is None:
        return value == said.value
    return within(said.claim, value / MONEY.get(said.claim.unit, Decimal(1)))
