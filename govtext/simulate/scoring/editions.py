"""Editions that the corpus named against those that were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from govtext.simulate.scoring.linked import Linked

if TYPE_CHECKING:
    from govtext.corpus.opened import Corpus

_KINDS = ("byte_copy", "second_kind", "reissue")


def by_edition(corpus: Corpus, linked: Linked) -> pd.DataFrame:
    """A row a kind of further edition: how many were made, found to be one report, missed; and `false_pairs`.

    byte_copy: the same content is one report. second_kind and reissue: one of the two is chosen and the other names it;
    for a reissue the later one is the right choice (`right_choice`). `false_pairs` (the same in all rows): reports that
    were taken for editions of another report and are not.
    """
    files = linked.files.dropna(subset="found")
    named = corpus.reports.to_pandas().set_index("report")["edition_of"]
    base = files.drop_duplicates("found").set_index("found")["base"]
    others = named.dropna().reset_index()
    false = int((others["report"].map(base) != others["edition_of"].map(base)).sum())
    first = files[files["kind"] == "first"].set_index("report")["found"]
    rows = []
    for kind in _KINDS:
        own = files[files["kind"] == kind].assign(first=lambda frame: frame["base"].map(first))
        pairs = list(zip(own["found"], own["first"], strict=True))
        found = [one == other or other in (named.get(one),) or one in (named.get(other),) for one, other in pairs]
        later = sum(one == named.get(other) for one, other in pairs) if kind == "reissue" else None
        rows.append((kind, len(pairs), sum(found), len(pairs) - sum(found), later, false))
    frame = pd.DataFrame(rows, columns=["kind", "made", "found", "missed", "right_choice", "false_pairs"])
    return frame.astype({"right_choice": "Int64"})
