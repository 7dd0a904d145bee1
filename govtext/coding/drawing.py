"""Which items to code: drawn by strata, with a seed, each with its chance of being drawn and its weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from govtext.coding.codes import BadCoding, require
from govtext.corpus.opened import Corpus

_OF_REPORT = ("level", "body", "region", "form", "issuer", "year")
_SECTION = 5
ALLOCATIONS = ("proportional", "equal")


@dataclass(frozen=True)
class Drawn:
    """The items drawn, in their order, and what each stratum held.

    `items`: the rows with stratum, probability (n_h / N_h) and weight (N_h / n_h; shares of the whole are weighted
    means). `strata`: stratum, items (N_h), drawn (n_h), probability, weight.
    """

    items: pd.DataFrame
    strata: pd.DataFrame


def items_to_code(source: Corpus | pd.DataFrame) -> pd.DataFrame:
    """The items of a corpus (one edition for an issuer and year), or of a frame: item_id, text_id, kind, text, …

    From a corpus each row has level, body, region, form, issuer and year of its report, and the section as `context`
    with the item's offsets in it (-1 where it is not found); machine codes are left out. A frame needs `text`; where it
    has no `item_id` (as the frame of `govtext items` has none), one is made of report, kind and number. Raises
    `BadCoding` for a frame without text or with an id twice.
    """
    if isinstance(source, Corpus):
        return _of_corpus(source)
    require(source, ("text",), "items")
    frame = source.reset_index(drop=True)
    if "item_id" not in frame.columns:
        require(frame, ("report", "kind", "n"), "items without item_id")
        names = frame["report"].astype(str) + "/" + frame["kind"].astype(str) + "-" + frame["n"].astype(str)
        frame = frame.assign(item_id=names, text_id=frame["report"])
    if frame["item_id"].duplicated().any():
        twice = frame.loc[frame["item_id"].duplicated(), "item_id"].iloc[0]
        raise BadCoding("items: an id stands twice", found=str(twice))
    return frame


def _of_corpus(corpus: Corpus) -> pd.DataFrame:
    kept = corpus.where(chosen=True)
    items = kept.items.to_pandas(["report", "kind", "n", "text"])
    sections = kept.sections.filter(number=_SECTION).to_pandas(["report", "text"])
    contexts = sections.groupby("report")["text"].agg("\n".join)
    frame = pd.DataFrame({
        "item_id": items["report"] + "/" + items["kind"] + "-" + items["n"].astype(str), "text_id": items["report"],
        "kind": items["kind"], "text": items["text"], "context": items["report"].map(contexts).fillna(""),
    })  # fmt: skip
    frame["start"] = _starts(frame)
    frame["end"] = frame["start"] + frame["text"].str.len()
    about = kept.reports.to_pandas(["report", *_OF_REPORT]).rename(columns={"report": "text_id"})
    return frame.merge(about, on="text_id", how="left", validate="many_to_one")


def _starts(frame: pd.DataFrame) -> list[int]:
    """Where each item begins in its context, looked for behind the one before; -1 where it is not there."""
    starts, behind = [], dict.fromkeys(frame["text_id"], 0)
    for report, text, context in frame[["text_id", "text", "context"]].itertuples(index=False):
        start = context.find(text, behind[report])
        starts.append(start)
        behind[report] = max(behind[report], start)
    return starts


def sample_items(
    source: Corpus | pd.DataFrame,
    n: int,
    by: Sequence[str] = (),
    seed: int = 0,
    *,
    allocation: str = "proportional",
    least: int = 1,
) -> Drawn:
    """Draw `n` items, without replacement within the strata that the columns `by` make.

    `allocation`: proportional to what the strata hold (largest remainders), or equal; each stratum gives at least
    `least` items or all that it holds, so `n` must allow that. The same seed draws the same items of the same source.
    Weighted means of what is coded estimate the whole without bias (Horvitz & Thompson 1952). Raises `BadCoding` for an
    unknown column or allocation, for more items than there are, or too few for the strata.

    >>> frame = pd.DataFrame({"item_id": range(6), "text": list("abcdef"), "level": ["city"] * 4 + ["county"] * 2})
    >>> sample_items(frame, 3, by=["level"]).strata[["stratum", "items", "drawn", "weight"]].values.tolist()
    [['city', 4, 2, 2.0], ['county', 2, 1, 2.0]]
    """
    frame = items_to_code(source)
    require(frame, by, "items")
    if allocation not in ALLOCATIONS:
        raise BadCoding(f"no allocation {allocation!r}", expected=" or ".join(ALLOCATIONS))
    stratum = _strata(frame, by)
    held = stratum.value_counts().sort_index()
    sizes = _allocated(held.to_numpy(), n, allocation, least)
    rng = np.random.default_rng(seed)
    rows = [
        rng.choice(np.flatnonzero(stratum == name), size, replace=False)
        for name, size in zip(held.index, sizes, strict=True)
    ]
    strata = pd.DataFrame({"stratum": held.index, "items": held.to_numpy(), "drawn": sizes})
    strata["probability"] = strata["drawn"] / strata["items"]
    strata["weight"] = strata["items"] / strata["drawn"].where(strata["drawn"] > 0)
    drawn = frame.assign(stratum=stratum).iloc[np.sort(np.concatenate(rows))]
    told = strata[["stratum", "probability", "weight"]]
    return Drawn(drawn.merge(told, on="stratum", how="left", validate="many_to_one"), strata)


def _strata(frame: pd.DataFrame, by: Sequence[str]) -> pd.Series[str]:
    """The name of each item's stratum: the values joined by ` | `; a missing value is a stratum, `-`."""
    if not by:
        return pd.Series("all", index=frame.index)
    parts = [frame[name].astype(object).where(frame[name].notna(), "-").astype(str) for name in by]
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + " | " + part
    return joined


def _allocated(held: npt.NDArray[np.integer[Any]], n: int, allocation: str, least: int) -> npt.NDArray[np.int64]:
    floor: npt.NDArray[np.int64] = np.minimum(held, least).astype(np.int64)
    if not floor.sum() <= n <= held.sum():
        expected = f"{floor.sum()} ({least} of each of {len(held)} strata) to {held.sum()}"
        raise BadCoding("so many items cannot be drawn", found=str(n), expected=expected)
    shares = held / held.sum() if allocation == "proportional" else np.full(len(held), 1 / len(held))
    sizes = floor.copy()
    while sizes.sum() < n:  # one item at a time to the stratum that is furthest below its share
        lacking = np.where(sizes < held, shares * n - sizes, -np.inf)
        sizes[int(lacking.argmax())] += 1
    return sizes
