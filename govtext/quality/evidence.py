"""Behind one value of one report: its pieces, each with its place; together they are the value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from govtext.manner import concreteness, evasiveness, find_specifics, problem_share, tone
from govtext.manner.hedging import VAGUE
from govtext.manner.problems import stated
from govtext.manner.rate import characters
from govtext.manner.specifics import HARD
from govtext.parse.prose.sentences import split_sentences
from govtext.problems import items
from govtext.quality.declared import Indicator
from govtext.quality.measured import CAP, kinds_told, rules_of
from govtext.quality.sources import SECTION, Source
from govtext.reuse.shares import held, repeated
from govtext.reuse.source import Prepared
from govtext.reuse.units import grams
from govtext.words import Segmenter

GRAM = 8
"""Characters in a row that stickiness and boilerplate look for."""
USED_BY = 0.75


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a value: `part` of it, where it stands, what gives it (`mark`), and the sentence or expression.

    `most`: the part that it could have had (a rule that fails, a cell without a value); None: the part itself.
    """

    part: float
    place: str
    mark: str
    text: str
    most: float | None = None


def pieces(source: Source, indicator: Indicator, report: str) -> list[Piece]:
    """The pieces of an indicator's value for one report; none where it has no value."""
    return list(_WAYS[indicator.way](source, indicator, report))


def _rows(source: Source, indicator: Indicator, report: str) -> list[dict[str, Any]]:
    frame = source.chosen.findings.filter(report=report).to_pandas()
    kept = frame[frame["rule"].isin(rules_of(indicator.using, sorted(set(frame["rule"]))))]
    rows: list[Any] = kept.to_dict("records")
    return rows


def _findings(source: Source, indicator: Indicator, report: str) -> Iterator[Piece]:
    rows = [row for row in _rows(source, indicator, report) if row["status"] in ("pass", "fail")]
    for row in rows:
        held_up = row["status"] == "pass"
        yield Piece(
            held_up / len(rows), str(row["place"]), f"{row['rule']}: {row['status']}", _said(row), 1 / len(rows)
        )


def _said(row: Mapping[str, Any]) -> str:
    return " | ".join(filter(None, (str(row["expression"]), str(row["evidence"]))))


def _days(source: Source, indicator: Indicator, report: str) -> Iterator[Piece]:
    for row in _rows(source, indicator, report)[:1]:
        if row["status"] in ("pass", "fail"):
            yield Piece(min(-float(row["difference"]), CAP), str(row["place"]), str(row["expression"]), _said(row))


def _cells(source: Source, indicator: Indicator, report: str) -> Iterator[Piece]:  # noqa: ARG001
    rows = source.chosen.cells.filter(report=report).to_pandas(["key", "status", "raw", "where"])
    filled = int((rows["status"] == "value").sum())
    if len(rows):
        yield Piece(filled / len(rows), "tables", "value", f"{filled} / {len(rows)}")
    for row in rows[rows["status"] != "value"].to_dict("records"):
        yield Piece(0.0, str(row["where"]), str(row["status"]), f"{row['key']} 「{row['raw']}」", 1 / len(rows))


def _told(source: Source, indicator: Indicator, report: str) -> Iterator[Piece]:
    rows = _rows(source, indicator, report)
    for rule in dict.fromkeys(row["rule"] for row in rows):
        own = [row for row in rows if row["rule"] == rule]
        told = [row for row in own if row["status"] != "not_assessable"]
        first = (told or own)[0]
        kinds = kinds_told(indicator)
        yield Piece(bool(told) / kinds, str(first["place"]), rule, _said(first), 1 / kinds)


def _manner(source: Source, indicator: Indicator, report: str) -> Iterator[Piece]:
    sections = source.sections(report)
    text = "\n".join(each["text"] for each in sections)
    spans, whole = _MANNER[indicator.using[0]](text)
    for start, end in spans:
        yield Piece(100 / whole, placed(sections, start), text[start:end], _sentence(text, start))


def _specific(text: str) -> tuple[list[tuple[int, int]], int]:
    return [(each.start, each.end) for each in find_specifics(text)], characters(text)


def _hard(text: str) -> tuple[list[tuple[int, int]], int]:
    found = [(each.start, each.end) for each in find_specifics(text) if each.kind in HARD]
    return found, sum(any(map(str.isalnum, token)) for token in Segmenter().tokens(text))


def _vague(text: str) -> tuple[list[tuple[int, int]], int]:
    hits = tone(text, Segmenter().tokens(text)).hits
    return [(each.start, each.end) for each in hits if each.group in VAGUE], characters(text)


_MANNER: Mapping[str, Callable[[str], tuple[list[tuple[int, int]], int]]] = {
    "specificity": _specific, "hard_information": _hard, "vagueness": _vague,
}  # fmt: skip


def _problems(source: Source, indicator: Indicator, report: str) -> Iterator[Piece]:
    sections = source.sections(report, SECTION)
    text = "\n".join(each["text"] for each in sections)
    found = items(text)
    measure = indicator.using[0]
    if measure == "concreteness":
        acts = [each for each in found if each.kind == "measure"]
        for act in acts:
            made = concreteness(act.text)
            yield Piece(made.score / len(acts), placed(sections, act.start), "，".join(made.points), act.text)
        return
    named = stated(found)
    parts = [_of_problem(measure, each, text) for each in named]
    counted = [part for part in parts if part is not None]
    for each, part in zip(named, parts, strict=True):
        if part is not None:
            share = part / len(counted) if measure.startswith("evasiveness") else part
            yield Piece(share, placed(sections, each.start), "|".join(each.codes), text[each.start : each.end])


def _of_problem(measure: str, item: Any, text: str) -> float | None:
    """What one problem gives; None where it does not count."""
    if measure == "problem_density":
        return 1000 / characters(text)
    if measure == "problem_share":
        return problem_share(text, [(item.start, item.end)]).value
    return evasiveness([item], text, measure.removeprefix("evasiveness_")).value


def _reuse(source: Source, indicator: Indicator, report: str) -> Iterator[Piece]:
    entries = {entry.report: entry for entry in source.prose.entries}
    now = source.prose.prepared([entries[report]])[report]
    known = _KNOWN[indicator.using[0]](source, now)
    if known is None or not len(now.units):
        return
    sections = sorted(source.sections(report), key=lambda each: (each["start"], each["text"]))
    for number in np.flatnonzero(known).tolist():
        start, end = now.units.spans[number].tolist()
        part = float(now.units.lengths[number]) / len(now.units)
        yield Piece(part, placed(sections, start), "", now.made.text[start:end].strip())


def _sticky(source: Source, now: Prepared) -> Any:
    pair = next(each for each in source.prose.pairs() if each.now.report == now.entry.report)
    if pair.previous is None:
        return None
    before = source.prose.prepared([pair.previous])[pair.previous.report]
    return held(now.units, grams(before.units.codes, before.units.bounds, GRAM)[0], GRAM)


def _common(source: Source, now: Prepared) -> Any:
    """Sentences with characters in a row that most other issuers of the year use, each issuer counted once."""
    others = {each.issuer: each for each in reversed(source.prose.entries)
              if each.year == now.entry.year and each.issuer not in (None, now.entry.issuer)}  # fmt: skip
    texts = [each for each in source.prose.prepared(others.values()).values() if len(each.units)]
    if now.entry.issuer is None or not texts:
        return None
    used = [np.unique(grams(each.units.codes, each.units.bounds, GRAM)[0]) for each in texts]
    hashes, counts = np.unique(np.concatenate(used), return_counts=True)
    return held(now.units, hashes[counts >= USED_BY * len(texts) - 1e-9], GRAM)


_KNOWN: Mapping[str, Callable[[Source, Prepared], Any]] = {
    "stickiness": _sticky, "boilerplate": _common, "redundancy": lambda source, now: repeated(now.units),  # noqa: ARG005
}  # fmt: skip


def _answered(source: Source, indicator: Indicator, report: str) -> Iterator[Piece]:  # noqa: ARG001
    rows = source.items[source.items["report"] == report]
    named = rows[(rows["kind"] == "problem") & (rows["codes"] != "none")].to_dict("records")
    acts = {int(row["n"]): row["text"] for row in rows[rows["kind"] == "measure"].to_dict("records")}
    for row in named:
        pairs = [int(each) for each in str(row["pairs"] or "").split("|") if each]
        told = " → ".join([str(row["text"]), " / ".join(acts.get(each, "") for each in pairs)])
        yield Piece(bool(pairs) / len(named), _of_item(row), f"{len(pairs)}", told, 1 / len(named))


def _of_item(row: Mapping[Any, Any]) -> str:
    return f"section {SECTION}, text {int(row['start'])}–{int(row['end'])}"


def _return(source: Source, indicator: Indicator, report: str) -> Iterator[Piece]:  # noqa: ARG001
    rows = source.fates[source.fates["later"] == report].to_dict("records")
    for row in rows:
        place = f"section {SECTION}, {int(row['year'])} → {int(row['year']) + 1}"
        again = f" → {row['again']}" if row["same_code"] and isinstance(row["again"], str) else ""
        mark = "|".join(row["codes"])
        yield Piece(bool(row["same_code"]) / len(rows), place, mark, f"{row['text']}{again}")


def placed(sections: Sequence[Mapping[str, Any]], offset: int) -> str:
    """The section in which a character of the joined texts stands, where that section is in the file, and which
    character of its prose it is.

    >>> placed([{"number": 1, "where": "line 3", "text": "甲乙"}, {"number": 5, "where": "", "text": "丙"}], 3)
    'section 5, character 1'
    """
    for each in sections:
        if offset <= len(each["text"]):
            where = f" ({each['where']})" if each["where"] else ""
            return f"section {each['number']}{where}, character {offset + 1}"
        offset -= len(each["text"]) + 1
    return ""


def _sentence(text: str, at: int) -> str:
    return next((text[start:end].strip() for start, end in split_sentences(text) if start <= at < end), "")


_WAYS: Mapping[str, Callable[[Source, Indicator, str], Iterator[Piece]]] = {
    "findings": _findings, "days": _days, "cells": _cells, "told": _told, "manner": _manner, "problems": _problems,
    "reuse": _reuse, "answered": _answered, "return": _return,
}  # fmt: skip
