"""All sentences of many reports in one table, ready for `near`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from govtext.reuse.source import Prepared, Prose, prose
from govtext.reuse.units import plain

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus


def sentences(source: Corpus | Prose | pd.DataFrame, *, least: int = 1) -> pd.DataFrame:
    """One row a sentence of what is left of each report: report, issuer, year, sentence, start, end (in the report's
    text), units (characters), normal (the characters that are compared, folded).

    `least`: sentences with fewer characters are left out.

    >>> import pandas as pd
    >>> sentences(pd.DataFrame({"report": ["a"], "text": ["一是更新慢。二是解读少。"]}))["normal"].tolist()
    ['更新慢', '解读少']
    """
    import pandas as pd

    given = replace(prose(source), tokens=None)
    names = ("report", "issuer", "year", "sentence", "start", "end", "units", "normal")
    columns: dict[str, list[Any]] = {name: [] for name in names}
    for chunk in given.chunks():
        for each in chunk:
            _add(columns, each, least)
    kinds = {"report": "string", "issuer": "string", "year": "Int64", "normal": "str"}
    return pd.DataFrame(columns).astype(kinds)


def _add(columns: dict[str, list[Any]], each: Prepared, least: int) -> None:
    lengths = each.units.lengths.tolist()
    wanted = [at for at, length in enumerate(lengths) if length >= least]
    for name in ("report", "issuer", "year"):
        columns[name] += [getattr(each.entry, name)] * len(wanted)
    columns["sentence"] += wanted
    columns["start"] += each.units.spans[wanted, 0].tolist()
    columns["end"] += each.units.spans[wanted, 1].tolist()
    columns["units"] += [lengths[at] for at in wanted]
    columns["normal"] += [plain(each.units.sentence(at)) for at in wanted]
