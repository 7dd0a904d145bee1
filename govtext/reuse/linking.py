"""Which reports share text with which: edges between reports, directed by the date of publication and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.reuse import kept
from govtext.reuse.aligned import Aligner
from govtext.reuse.alignment import lengths
from govtext.reuse.graph import nodes_of
from govtext.reuse.neighbours import Near, near
from govtext.reuse.rows import table_of
from govtext.reuse.source import CHUNK, Entry, Prose, prose
from govtext.reuse.tabulate import sentences

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus

NOTE = (
    "An edge says that two reports share text. Its direction is that of the dates of publication, the earlier to the "
    "later, and no proof of who copied from whom: both may have copied from a third. It has none where the dates are "
    "the same or one is not known."
)


@dataclass(frozen=True)
class Network:
    """Reports that share text.

    `edges`: one row a pair: left, right (report ids; directed: left was published earlier), directed, why_not
    (same_date, unknown_date), own (one issuer), sentences (of the right, or of the one that shares more, alike in the
    other), near_share_left, near_share_right, aligned_left, aligned_right (shares of each report's characters), share
    (what was held against the threshold). `nodes`: one row a report: report, issuer, year, published, units, earlier
    (reports before it that share text with it), later, undated, component (number, the largest 0; NA: none).
    `summary`: counts; `left_out`: what was not looked at.
    """

    edges: pd.DataFrame = field(repr=False)
    nodes: pd.DataFrame = field(repr=False)
    left_out: dict[str, int]
    note: str = NOTE

    @property
    def summary(self) -> dict[str, int]:
        """Reports, those with an edge, edges, directed ones, components, reports in the largest."""
        component = self.nodes["component"].dropna()
        return {
            "reports": len(self.nodes), "linked": len(component), "edges": len(self.edges),
            "directed": int(self.edges["directed"].sum()), "components": int(component.nunique()),
            "largest": int(component.value_counts().max()) if len(component) else 0,
        }  # fmt: skip


def network(
    source: Corpus | Prose | pd.DataFrame, *, share: float = 0.2, threshold: float = 0.7, n: int = 5,
    common: int = 20, least: int = 8, own: bool = False, span: int | None = 1, align: bool = True,
) -> Network:  # fmt: skip
    """Edges between reports that share at least `share` of the later one's characters (of either, where the dates do
    not tell).

    Pairs are found by sentences that are alike (`near`, Jaccard `threshold` of n-grams); sentences of fewer than
    `least` characters, and those alike in the reports of more than `common` issuers, tell nothing of who copies whom
    and are left out, which `left_out` counts. `align`: pairs that reach half of `share` so are aligned as a whole, and
    the greater of both shares counts. `own`: also reports of one issuer; `span`: years at most between two reports
    (None: any).

    >>> import pandas as pd
    >>> made = network(pd.DataFrame({
    ...     "report": ["a", "b"], "issuer": ["x", "y"], "year": [2022, 2022], "published": ["2023-01-09", "2023-01-20"],
    ...     "text": ["不断扩大公众参与的范围和深度。", "不断扩大公众参与范围和深度。开展培训。"]}), threshold=0.3)
    >>> made.edges[["left", "right", "directed", "share"]].round(2).values.tolist()
    [['a', 'b', True, 0.76]]
    """
    given = prose(source)
    table = sentences(given, least=least)
    found = near(table["normal"].tolist(), threshold=threshold, n=n)
    pairs, common_left_out = _shared(table, found, given, common)
    sizes = _sizes(given)
    edges = _measured(_kept(pairs, given, own, span), given, sizes, share, align)
    edges = edges[edges["share"] >= share].reset_index(drop=True)
    left_out = {"common_sentences": common_left_out, "pairs_in_large_buckets": int(found.left_out["pairs"].sum())}
    nodes = nodes_of(given, edges, sizes)
    edges.attrs.update(share=share, threshold=threshold, n=n, common=common, note=NOTE)
    return Network(edges, nodes, left_out)


def _shared(table: pd.DataFrame, found: Near, source: Prose, common: int) -> tuple[pd.DataFrame, int]:
    """For each two reports the sentences and characters of the first that are alike in the second; both ways."""
    import pandas as pd

    known = {entry.report: number for number, entry in enumerate(source.entries)}
    issuer = {name: number for number, name in enumerate(dict.fromkeys(e.issuer or e.report for e in source.entries))}
    issuers = np.array([issuer[entry.issuer or entry.report] for entry in source.entries], np.int64)
    at = table["report"].map(known).to_numpy(np.int64)
    places = pd.DataFrame({"group": found.group, "report": at, "issuer": issuers[at], "units": table["units"]})
    places["row"] = np.arange(len(places))
    links = _links(found)
    used = links.merge(places[["group", "issuer"]].drop_duplicates(), left_on="other", right_on="group")
    counts = used.drop_duplicates(["group_x", "issuer"])["group_x"].value_counts()
    rare = counts.index[counts <= common]
    kept_places = places[places["group"].isin(rare)]
    both = kept_places.merge(links, on="group").merge(
        kept_places[["group", "report"]].drop_duplicates(), left_on="other", right_on="group", suffixes=("", "_there")
    )
    both = both[both["report"] != both["report_there"]].drop_duplicates(["row", "report_there"])
    totals = both.groupby(["report", "report_there"], as_index=False).agg(
        sentences=("row", "size"), units=("units", "sum")
    )
    return totals, len(places) - len(kept_places)


def _links(found: Near) -> pd.DataFrame:
    """Distinct sentences and those alike, both ways, each to itself too."""
    import pandas as pd

    every = np.arange(len(found.sentences))
    left, right = found.pairs["left"].to_numpy(), found.pairs["right"].to_numpy()
    return pd.DataFrame({"group": np.concatenate([every, left, right]), "other": np.concatenate([every, right, left])})


@dataclass(frozen=True, slots=True)
class _Two:
    """Two reports that share sentences, the earlier on the left where the dates tell; how many of each, and their
    characters."""

    left: Entry
    right: Entry
    why_not: str | None
    of_left: tuple[int, int]
    of_right: tuple[int, int]

    @property
    def own(self) -> bool:
        return self.left.issuer is not None and self.left.issuer == self.right.issuer


def _kept(pairs: pd.DataFrame, source: Prose, own: bool, span: int | None) -> Iterator[_Two]:
    """Each pair once, those that are asked for."""
    counted = {(int(a), int(b)): (int(n), int(units)) for a, b, n, units in pairs.to_numpy(np.int64)}
    for a, b in sorted({(min(pair), max(pair)) for pair in counted}):
        two = _two(source, counted, a, b)
        if (own or not two.own) and _within(two.left, two.right, span):
            yield two


def _two(source: Prose, counted: dict[tuple[int, int], tuple[int, int]], a: int, b: int) -> _Two:
    first, second = source.entries[a], source.entries[b]
    why_not = _undated(first, second)
    of_first, of_second = counted.get((a, b), (0, 0)), counted.get((b, a), (0, 0))
    if why_not is None and str(first.published) > str(second.published):
        return _Two(second, first, None, of_second, of_first)
    return _Two(first, second, why_not, of_first, of_second)


def _within(first: Entry, second: Entry, span: int | None) -> bool:
    if span is None or first.year is None or second.year is None:
        return True
    return abs(first.year - second.year) <= span


def _undated(first: Entry, second: Entry) -> str | None:
    if first.published is None or second.published is None:
        return "unknown_date"
    return "same_date" if first.published == second.published else None


def _sizes(source: Prose) -> dict[str, int]:
    return {each.entry.report: len(each.units) for chunk in source.chunks() for each in chunk}


def _measured(pairs: Iterable[_Two], source: Prose, sizes: dict[str, int], share: float, align: bool) -> pd.DataFrame:
    rows = [_edge(two, sizes) for two in pairs]
    strong = [row for row in rows if row["share"] >= share / 2] if align else []
    for row, shared in zip(strong, _aligned(strong, source), strict=True):
        for side in ("left", "right"):
            row[f"aligned_{side}"] = shared / sizes[row[side]] if sizes[row[side]] else None
        row["share"] = max(row["share"], _decisive(row, "aligned_left", "aligned_right"))
    return table_of(rows, EDGES)


EDGES = {
    "left": "string", "right": "string", "directed": "bool", "why_not": "string", "own": "bool", "sentences": "Int64",
    "near_share_left": "Float64", "near_share_right": "Float64", "aligned_left": "Float64", "aligned_right": "Float64",
    "share": "Float64",
}  # fmt: skip


def _edge(two: _Two, sizes: dict[str, int]) -> dict[str, Any]:
    left, right = two.left.report, two.right.report
    directed = two.why_not is None
    row = {"left": left, "right": right, "directed": directed, "why_not": two.why_not, "own": two.own,
           "sentences": two.of_right[0] if directed else max(two.of_left[0], two.of_right[0]),
           "near_share_left": two.of_left[1] / max(sizes[left], 1),
           "near_share_right": two.of_right[1] / max(sizes[right], 1)}  # fmt: skip
    return {**row, "share": _decisive(row, "near_share_left", "near_share_right")}


def _decisive(row: dict[str, Any], left: str, right: str) -> float:
    """Of a directed edge the later report's share, else the greater one."""
    shares = [row[right] or 0.0] if row["directed"] else [row[left] or 0.0, row[right] or 0.0]
    return float(max(shares))


def _aligned(rows: list[dict[str, Any]], source: Prose) -> Iterator[int]:
    """Equal units of each pair, some pairs at a time, kept by content."""
    entries = {entry.report: entry for entry in source.entries}
    known = kept.known(source.cache)
    new: dict[bytes, int] = {}
    aligner = Aligner(*lengths(source.tokens), known)
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        texts = source.prepared({entries[row[side]]: None for row in part for side in ("left", "right")})
        for row in part:
            values = aligner(texts[row["right"]], texts[row["left"]])
            new[values["key"]] = values["numerator"]
            yield values["numerator"]
    kept.keep(source.cache, {key: value for key, value in new.items() if key not in known})
