"""Where two codings differ, and what was decided about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from govtext.coding.codebook import Codebook
from govtext.coding.codes import BadCoding, coded, common
from govtext.coding.distances import masi

SHOWN = ("differ", "codes_a", "codes_b", "note_a", "note_b")
"""What a sheet of disagreements shows beside the item: `write_sheet(frame, path, show=SHOWN)`."""
_CARRIED = ("text_id", "kind", "text", "context", "start", "end")


def disagreements(a: pd.DataFrame, b: pd.DataFrame, items: pd.DataFrame | None = None) -> pd.DataFrame:
    """The items on which two codings differ, the furthest apart first.

    Columns: item_id, what `items` says of it (text_id, kind, text, context, start, end), differ (`codes`, or `order`
    of the same codes), distance (MASI, Passonneau 2006), codes_a, codes_b, note_a, note_b. The frame can be written
    with `write_sheet`, decided on there, and read back for `adjudicated`.

    >>> a = pd.DataFrame({"item_id": ["x", "y"], "codes": ["staffing", "capacity awareness"]})
    >>> b = pd.DataFrame({"item_id": ["x", "y"], "codes": ["staffing", "awareness capacity"]})
    >>> disagreements(a, b)[["item_id", "differ", "distance"]].values.tolist()
    [['y', 'order', 0.0]]
    """
    one, other = coded(a, "coding a"), coded(b, "coding b")
    rows = [
        {
            "item_id": item,
            "differ": "order" if set(one[item]) == set(other[item]) else "codes",
            "distance": masi(one[item], other[item]),
            "codes_a": " ".join(one[item]),
            "codes_b": " ".join(other[item]),
        }
        for item in common(one, other)
        if one[item] != other[item]
    ]
    frame = pd.DataFrame(rows, columns=["item_id", "differ", "distance", "codes_a", "codes_b"])
    for name, coding in (("note_a", a), ("note_b", b)):
        notes = _notes(coding)
        frame[name] = [notes.get(item, "") for item in frame["item_id"]]
    if items is not None:
        about = items[["item_id", *(name for name in _CARRIED if name in items.columns)]]
        about = about.assign(item_id=about["item_id"].astype(str))
        frame = about.merge(frame, on="item_id", how="inner", validate="one_to_one")
    return frame.sort_values("distance", ascending=False, kind="stable").reset_index(drop=True)


def adjudicated(
    a: pd.DataFrame, b: pd.DataFrame, decisions: pd.DataFrame, codebook: Codebook | None = None
) -> pd.DataFrame:
    """The settled coding: item_id, codes, note, settled (`agreed` or `decided`), in the order of `a`.

    Agreed are items with the same codes in the same order; every other one needs its row in `decisions`. Decisions on
    agreed items are taken too, for coders can err together; both codings stay as they are. Raises `BadCoding` for an
    item that is undecided or unknown, and for a code that the codebook (by default the taxonomy) has not.

    >>> a = pd.DataFrame({"item_id": ["x", "y"], "codes": ["staffing", "capacity"]})
    >>> decisions = pd.DataFrame({"item_id": ["y"], "codes": ["awareness"], "note": ["不愿做"]})
    >>> adjudicated(a, a.assign(codes=["staffing", "awareness"]), decisions).values.tolist()
    [['x', 'staffing', '', 'agreed'], ['y', 'awareness', '不愿做', 'decided']]
    """
    book = codebook or Codebook.standard()
    one, other, decided = coded(a, "coding a"), coded(b, "coding b"), coded(decisions, "decisions")
    items = common(one, other)
    _all_decided([item for item in items if one[item] != other[item]], items, decided)
    notes = _notes(decisions)
    rows = [
        (item, " ".join(book.check(decided[item], str(item))), notes.get(item, ""), "decided")
        if item in decided.index
        else (item, " ".join(book.check(one[item], str(item))), "", "agreed")
        for item in items
    ]
    return pd.DataFrame(rows, columns=["item_id", "codes", "note", "settled"])


def _all_decided(open_: Sequence[str], items: Sequence[str], decided: pd.Series[Any]) -> None:
    missing = [item for item in open_ if item not in decided.index]
    if missing:
        found = f"{missing[0]}, and {len(missing) - 1} more" if len(missing) > 1 else missing[0]
        raise BadCoding("the coders differ and nothing was decided", found=found)
    if strange := [item for item in decided.index if item not in set(items)]:
        raise BadCoding("a decision on an item that was not coded twice", found=strange[0])


def _notes(coding: pd.DataFrame) -> dict[str, str]:
    if "note" not in coding.columns:
        return {}
    return dict(zip(coding["item_id"].astype(str), coding["note"].fillna("").astype(str), strict=True))
