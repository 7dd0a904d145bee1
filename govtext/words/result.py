"""What every result of this room says of itself, in `frame.attrs`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from govtext.words.cutting import Tokens


def told(frame: pd.DataFrame, measure: str, tokens: Tokens, **more: object) -> pd.DataFrame:
    """The frame with its metadata: measure, source, segmenter (hash and description), documents, tokens, options."""
    frame.attrs.update(
        measure=measure, source=tokens.source.source, by=tokens.source.by, segmenter=tokens.segmenter.hash,
        segmenter_is=repr(tokens.segmenter), **more,
    )  # fmt: skip
    return frame


def ordered(frame: pd.DataFrame, *columns: str, down: str) -> pd.DataFrame:
    """Rows by the columns, then by one downwards, then by word, so that ties always stand the same way."""
    ties = [name for name in ("word", "first", "second") if name in frame.columns]
    names = [*columns, down, *ties]
    ascending = [name != down for name in names]
    return frame.sort_values(names, ascending=ascending, kind="stable", na_position="last").reset_index(drop=True)


def columns_of(by: tuple[str, ...], groups: tuple[tuple[Any, ...], ...], which: Any) -> dict[str, Any]:
    """The grouping columns of a result: for each row the values of its group."""
    made: dict[str, Any] = {}
    for at, name in enumerate(by):
        values = [group[at] for group in groups]
        column = np.empty(len(values), dtype=object)
        column[:] = values
        made[name] = column[which]
    return made
