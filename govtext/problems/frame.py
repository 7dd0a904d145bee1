"""Items as a pandas frame."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from govtext.problems.item import Item
from govtext.problems.rows import ITEM_COLUMNS, ITEM_EXTRAS, flat, item_records


def items_frame(source: str, items: Iterable[Item]) -> pd.DataFrame:
    """One row an item: the contract's columns, then what told its kind and codes; codes are parted by |.

    `start` and `end` are offsets in the report's text, `n` counts the items of a kind from 1.
    """
    return pd.DataFrame([flat(row) for row in item_records(source, items)], columns=[*ITEM_COLUMNS, *ITEM_EXTRAS])
