"""Small frames of cells, written by hand."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from govtext.forms import form


def whole(
    name: str = "a", figures: Mapping[str, float] | None = None, code: str = "2021", **about: object
) -> pd.DataFrame:
    """Every figure of a form, 0 but for those given."""
    keys = [each.key for each in form(code).figures()]
    given = figures or {}
    assert {*given} <= {*keys}
    frame = pd.DataFrame({"report": name, "key": keys, "value": [float(given.get(key, 0)) for key in keys]})
    return frame.assign(status="value", form=code, **about)


def answered(
    name: str, granted: int, refused: int = 0, *, carried_out: int = 0, carried_in: int = 0, ground: str = "process",
    code: str = "2021", **about: object,
) -> pd.DataFrame:  # fmt: skip
    """A report whose requests add up, all from natural persons."""
    rows = {
        "granted": granted, f"refused.{ground}": refused, "processed_total": granted + refused,
        "carried_out": carried_out, "carried_in": carried_in, "new": granted + refused + carried_out - carried_in,
    }  # fmt: skip
    figures = {f"requests/{row}/{column}": each for row, each in rows.items() for column in ("natural_person", "total")}
    return whole(name, figures, code, **{"scope": "own", **about})


def put(frame: pd.DataFrame, key: str, value: float | None, status: str = "value") -> pd.DataFrame:
    """The frame with another figure, or none, in one cell."""
    made, at = frame.copy(), frame["key"] == key
    assert at.sum() == 1
    made.loc[at, "value"] = value
    made.loc[at, "status"] = status
    return made
