"""A corpus at a glance: counts by year, level and form, findings, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow.compute as pc
from markupsafe import Markup, escape

from govtext.display.safe import one_line

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

_STATUSES = {"passed": "pass", "failed": "fail", "uncertain": "uncertain", "not_assessable": "not assessable"}


def lines(table: pa.Table, errors: int) -> Iterator[tuple[str, str]]:
    """What is shown of the reports (a few columns of each) and the number of errors: a name and what is to be said."""
    chosen = int(pc.sum(table["chosen"]).as_py() or 0)
    yield "reports", f"{len(table):,}, {chosen:,} of them chosen; {errors:,} files that are none (see errors)"
    for name in ("year", "level", "form"):
        counts = Counter(table[name].to_pylist())
        yield (
            name,
            ", ".join(f"{value}: {counts[value]:,}" for value in sorted(counts, key=_order) if value is not None),
        )
    found = {said: int(pc.sum(table[name]).as_py() or 0) for name, said in _STATUSES.items()}
    total = sum(found.values())
    yield "findings", f"{total:,}: " + ", ".join(f"{said} {_share(count, total)}" for said, count in found.items())
    figures, read = (int(pc.sum(table[name]).as_py() or 0) for name in ("figures", "figures_read"))
    unknown = {name: table[name].null_count for name in ("year", "level")}
    yield (
        "missing",
        f"{_share(figures - read, figures)} of {figures:,} figures; "
        + ", ".join(f"{name} of {count:,} reports" for name, count in unknown.items()),
    )


def _order(value: object) -> tuple[bool, str]:
    return value is None, str(value)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "none"


def text(path: Path, reports: pa.Table, errors: int) -> str:
    """For a terminal."""
    said = [f"  {name + ':':<10} {one_line(what)}" for name, what in lines(reports, errors)]
    return "\n".join([f"<Corpus {one_line(path)}>", *said])


def html(path: Path, reports: pa.Table, errors: int) -> str:
    """For a notebook."""
    rows = Markup().join(
        Markup("<tr><th style='text-align:left'>{}</th><td style='text-align:left'>{}</td></tr>").format(name, what)
        for name, what in lines(reports, errors)
    )
    return str(Markup("<table><caption>Corpus {}</caption>{}</table>").format(escape(str(path)), rows))
