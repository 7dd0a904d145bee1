"""What was found held against copies that are known: planted by a simulation, or told by people who read."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd

from govtext.errors import UnknownCode
from govtext.reuse.source import Prose, prose
from govtext.reuse.stripping import strip
from govtext.reuse.tabulate import sentences
from govtext.reuse.units import characters, plain

if TYPE_CHECKING:
    from govtext.corpus.opened import Corpus

_EDITION = re.compile(r"-(?:reissue|copy|second)$")


def in_corpus(copies: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """A simulation's table of copies (report, source, text, …) under the ids that the built corpus gives its reports.

    Reports are told by the names of their files; of a report with several editions the chosen one counts. A copy of
    which a report is not in the corpus is left out.
    """
    chosen = corpus.where(chosen=True).reports.to_pandas(["report"])["report"]
    kept = corpus.manifest.to_pandas()[["file", "report"]].dropna()
    kept = kept[kept["report"].isin(chosen)]
    stems = kept["file"].str.rsplit("/", n=1).str[-1].str.rsplit(".", n=1).str[0]
    ids = dict(zip(stems.str.replace(_EDITION, "", regex=True), kept["report"], strict=True))
    made = copies.assign(report=copies["report"].map(ids), source=copies["source"].map(ids))
    return made.dropna(subset=["report", "source"]).reset_index(drop=True)


def planted_sentences(found: pd.DataFrame, copies: pd.DataFrame, source: Corpus | Prose | pd.DataFrame) -> pd.DataFrame:
    """The rows of `copied_sentences` with `planted`: whether the sentence holds a known copy from `previous`.

    A copy marks one sentence, the shortest that holds it, or none where the report as it was read does not have it.

    `copies`: columns report, source, text. Compared is what is left after `strip`, folded. Raises `UnknownCode` for a
    column that is missing.

    >>> from govtext.reuse import copied_sentences
    >>> frame = pd.DataFrame({"report": ["a", "b"], "issuer": ["x", "x"], "year": [2021, 2022],
    ...     "text": ["定期清理网站栏目。", "定期清理网站栏目。开展业务培训。"]})
    >>> known = pd.DataFrame({"report": ["b"], "source": ["a"], "text": ["定期清理网站栏目。"]})
    >>> planted_sentences(copied_sentences(frame), known, frame)[["how", "planted"]].values.tolist()
    [['exact', True], ['none', False]]
    """
    _check(copies, "report", "source", "text")
    given = prose(source)
    told = sentences(given)
    told = told[told["report"].isin(set(found["report"]))]
    rows = {
        str(report): list(zip(part["sentence"], part["normal"], strict=True)) for report, part in told.groupby("report")
    }
    names = {entry.report: entry.name for entry in given.entries}
    marked = {
        (report, other, _holder(rows.get(report, []), text, names.get(report)))
        for report, other, text in copies[["report", "source", "text"]].itertuples(index=False)
    }
    marks = zip(found["report"], found["previous"], found["sentence"], strict=True)
    return found.assign(planted=pd.array([each in marked for each in marks], dtype="bool"))


def _holder(rows: list[tuple[int, str]], text: str, name: str | None) -> int | None:
    """The sentence that holds the copy: the shortest, for a short copy may stand inside longer sentences too."""
    normal = plain(characters(strip(text, name)).codes)
    holders = [(len(said), at) for at, said in rows if normal and normal in said]
    return min(holders)[1] if holders else None


def planted_edges(edges: pd.DataFrame, copies: pd.DataFrame) -> pd.DataFrame:
    """The edges of a network, and the pairs it does not have, with how many known copies stand between the two.

    Columns as in `edges`, and found (whether it is an edge), planted (copies either way), along (copies from left to
    right). Of a pair that was not found, left is the source. Copies of an issuer from itself must be left out before.

    >>> from govtext.reuse import network
    >>> edges = pd.DataFrame({"left": ["a"], "right": ["b"], "share": [0.5]})
    >>> known = pd.DataFrame({"report": ["a", "d"], "source": ["b", "c"]})
    >>> planted_edges(edges, known)[["left", "right", "found", "planted", "along"]].values.tolist()
    [['a', 'b', True, 1, 0], ['c', 'd', False, 1, 1]]
    """
    _check(copies, "report", "source")
    counts = Counter(zip(map(str, copies["source"]), map(str, copies["report"]), strict=True))
    known = {(str(a), str(b)) for a, b in zip(edges["left"], edges["right"], strict=True)}
    known |= {(b, a) for a, b in known}
    missed = [pair for pair in sorted(counts) if pair not in known and (pair[0] <= pair[1] or pair[::-1] not in counts)]
    lost = pd.DataFrame({"left": [a for a, _ in missed], "right": [b for _, b in missed], "found": False})
    made = pd.concat([edges.assign(found=True), lost], ignore_index=True) if missed else edges.assign(found=True)
    pairs = list(zip(made["left"], made["right"], strict=True))
    made["along"] = [counts[pair] for pair in pairs]
    made["planted"] = [counts[pair] + counts[pair[::-1]] for pair in pairs]
    return made


def _check(copies: pd.DataFrame, *needed: str) -> None:
    for column in needed:
        if column not in copies.columns:
            raise UnknownCode(f"no column {column!r}", expected=", ".join(needed))
