"""Items as plain records: what the command line writes, what frames and the corpus's table are made of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

from govtext.problems.item import Item
from govtext.records import Record, report_name

ITEM_COLUMNS = ("report", "kind", "n", "start", "end", "text", "codes")
"""The contract's columns of an item."""
ITEM_EXTRAS = ("cue", "coded_by", "heading", "enumerator", "shape", "block", "place", "past")
_PLAIN = ("start", "end", "text", "cue", "heading", "enumerator", "shape", "block", "place", "past")


def item_records(source: str, items: Iterable[Item]) -> Iterator[Record]:
    """The items of the report in file `source`, in reading order.

    `codes` is a list; `coded_by` has for each code the list of words that gave it.

    >>> from govtext.problems import items
    >>> [(row["report"], row["kind"], row["n"], row["codes"]) for row in item_records("x/a.txt", items("一是更新慢。"))]
    [('a.txt', 'problem', 1, ['timeliness'])]
    """
    report = report_name(source)
    for item in items:
        row: Record = {name: getattr(item, name) for name in _PLAIN}
        coded = dict(zip(item.codes, map(list, item.coded_by), strict=True))
        row |= {"report": report, "kind": item.kind, "n": item.number, "codes": list(item.codes), "coded_by": coded}
        yield {name: row[name] for name in (*ITEM_COLUMNS, *ITEM_EXTRAS)}


def flat(record: Mapping[str, Any]) -> Record:
    """A record without lists: codes parted by |, words by a space behind their code.

    >>> flat({"codes": ["staffing", "capacity"], "coded_by": {"staffing": ["兼职"], "capacity": ["培训"]}, "n": 1})
    {'codes': 'staffing|capacity', 'coded_by': 'staffing: 兼职 | capacity: 培训', 'n': 1}
    """
    coded = " | ".join(f"{code}: {' '.join(words)}".rstrip(": ") for code, words in record["coded_by"].items())
    return {**record, "codes": "|".join(record["codes"]), "coded_by": coded}


class JsonLines:
    """Writes records as JSON, one object a line."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, records: Iterable[Mapping[str, Any]]) -> None:
        for record in records:
            self._out.write(json.dumps(record, ensure_ascii=False) + "\n")

    def __enter__(self) -> JsonLines:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is owed at the end."""
