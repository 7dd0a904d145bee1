"""The reports of a network: how many edges each has, and which hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.reuse.source import Prose

if TYPE_CHECKING:
    import pandas as pd


def nodes_of(source: Prose, edges: pd.DataFrame, sizes: dict[str, int]) -> pd.DataFrame:
    """One row a report: what is known of it, its units, its edges to earlier, later and undated ones, its component."""
    import pandas as pd

    nodes = pd.DataFrame(
        [(e.report, e.issuer, e.year, e.published, sizes[e.report]) for e in source.entries],
        columns=["report", "issuer", "year", "published", "units"],
    ).astype({"report": "string", "issuer": "string", "year": "Int64", "published": "string"})
    dated, undated = edges[edges["directed"]], edges[~edges["directed"]]
    count = {"earlier": [dated["right"]], "later": [dated["left"]], "undated": [undated["left"], undated["right"]]}
    for name, columns in count.items():
        tally = pd.concat(columns).value_counts()
        nodes[name] = nodes["report"].map(tally).fillna(0).astype(int)
    nodes["component"] = _components(nodes, edges)
    return nodes


def _components(nodes: pd.DataFrame, edges: pd.DataFrame) -> Any:
    """The number of each report's component, by size; NA for a report without an edge."""
    import pandas as pd
    from scipy.sparse import coo_array  # type: ignore[import-untyped]
    from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

    place = {report: number for number, report in enumerate(nodes["report"])}
    ends = [edges[side].map(place).to_numpy(np.int64) for side in ("left", "right")]
    graph = coo_array((np.ones(len(edges)), tuple(ends)), shape=(len(nodes), len(nodes)))
    _, found = connected_components(graph, directed=False)
    sizes = np.bincount(found, minlength=1)
    rank = np.empty(len(sizes), np.int64)
    rank[np.lexsort((np.arange(len(sizes)), -sizes))] = np.arange(len(sizes))
    numbers = pd.Series(rank[found], index=nodes.index, dtype="Int64")
    return numbers.mask(sizes[found] == 1)
