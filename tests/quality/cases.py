"""Indicators made to order: a few reports whose index can be worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from govtext.quality import Indicators, catalogue


def made(columns: Mapping[str, Sequence[float]], **about: Sequence[object]) -> Indicators:
    """Indicators with these columns; NaN is not assessable."""
    values = pd.DataFrame(columns, dtype=float)
    values.index = pd.Index([f"r{number}" for number in range(len(values))])
    reasons = values.isna().map(lambda missing: "not_asked" if missing else "").astype(object)
    known = {"issuer_id": list(values.index), "issuer_name": list(values.index), "year": 2022, "doubtful": False}
    return Indicators(values, reasons, pd.DataFrame({**known, **about}, index=values.index))


def drawn(reports: int = 20, seed: int = 1, gaps: float = 0.1) -> Indicators:
    """All indicators at random, with gaps."""
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(reports, len(catalogue())))
    values[rng.random(values.shape) < gaps] = np.nan
    return made(dict(zip(catalogue(), values.T.tolist(), strict=True)))
