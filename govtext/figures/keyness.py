"""Words that one part of the texts uses more than another: bars to both sides, as long as the difference is large."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from govtext.errors import GovTextError
from govtext.figures.speech import said
from govtext.figures.style import COLOURS, describe, legend, panels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NEEDED = ("word", "n", "n_reference", "documents", "documents_reference", "g2", "q", "log_ratio")
_SIDES = {1: "blue", -1: "orange"}


def keyness(
    frame: pd.DataFrame, zh: str, en: str, origin: str, *, most: int = 15, q: float = 0.05, documents: int = 2,
    target: str | None = None, reference: str | None = None,
) -> tuple[Figure, pd.DataFrame]:  # fmt: skip
    """The `most` words of either side with the greatest G², by their log ratio, and the rows drawn.

    `frame`: of `govtext.words.keyness`. Bars: log₂ of the ratio of the rates (Hardie 2014), to the right what the
    target uses more; at their ends how often target and reference have the word. Words with a greater `q`, or that
    stand in fewer `documents` of the side that has them more, are left out. A word that one side lacks has no finite
    ratio: half an occurrence stands in its place, and its bar is hatched. `target`, `reference`: what the sides are
    called (None: as the frame says). Raises `GovTextError` where no word is left.

    >>> from govtext.words import keyness as measure, texts
    >>> given = pd.DataFrame({"text": ["培训培训培训培训 公开"] * 9 + ["公开公开公开 培训"] * 9,
    ...                       "level": ["county"] * 9 + ["city"] * 9})
    >>> made = measure(texts(given, by="level"), "county")
    >>> keyness(made, "模拟", "simulated", "18 行 rows")[1][["word", "n", "n_reference"]].values.tolist()
    [['培训', 36, 9], ['公开', 9, 27]]
    """
    if missing := [name for name in _NEEDED if name not in frame]:
        raise GovTextError(f"no column {missing[0]!r}", expected="a frame as govtext.words.keyness gives")
    data = _chosen(frame, most, q, documents)
    if data.empty:
        raise GovTextError("nothing to draw: no word differs", expected=f"q of {q} at most, {documents} documents")
    names = [target or str(frame.attrs.get("target", "")), reference or str(frame.attrs.get("reference", ""))]
    figure, ((axes,),) = panels("page", 4.6 + 0.42 * len(data), key=0.5)
    _bars(axes, data, names)
    axes.axvline(0, color=COLOURS["black"], linewidth=0.8)
    axes.set_yticks(range(len(data)), data["word"].tolist(), fontsize=7.5)
    axes.set(
        ylim=(len(data) - 0.4, -0.6),
        xlabel=said("效应量：频率之比的对数（以 2 为底）", "effect size: log2 ratio of the rates"),
    )
    legend(figure, axes.containers)
    describe(figure, zh, en, _count(frame, len(data), q), origin)
    return figure, data


def _chosen(frame: pd.DataFrame, most: int, q: float, documents: int) -> pd.DataFrame:
    """Both sides, the greatest ratio on top; of equal ones the surer, and then by word."""
    seen = frame["documents"].where(frame["log_ratio"] > 0, frame["documents_reference"])
    sure = frame[(frame["q"] <= q) & (seen >= documents) & (frame["log_ratio"] != 0)]
    sides = [sure[np.sign(sure["log_ratio"]) == side] for side in _SIDES]
    kept = pd.concat([side.sort_values(["g2", "word"], ascending=[False, True]).head(most) for side in sides])
    ordered: pd.DataFrame = kept.sort_values(["log_ratio", "g2", "word"], ascending=[False, False, True])
    return ordered.reset_index(drop=True)


def _bars(axes: Axes, data: pd.DataFrame, names: list[str]) -> None:
    wide = float(data["log_ratio"].abs().max())
    axes.set_xlim(-1.35 * wide, 1.35 * wide)
    for (side, colour), name in zip(_SIDES.items(), names, strict=True):
        own = data[np.sign(data["log_ratio"]) == side]
        more = said("更多用于", "more in")
        bars = axes.barh(own.index, own["log_ratio"], color=COLOURS[colour], height=0.72, label=f"{more} {name}")
        for bar, row in zip(bars, own.itertuples(), strict=True):
            if not (row.n and row.n_reference):
                bar.set(hatch="////", edgecolor="white", linewidth=0)
            told = f"{row.n:,} : {row.n_reference:,}"
            axes.annotate(told, (float(bar.get_width()), float(row.Index)), (3 * side, 0), textcoords="offset points",
                          fontsize=6.5, ha="left" if side > 0 else "right", va="center")  # fmt: skip
    if ((data["n"] == 0) | (data["n_reference"] == 0)).any():
        lacking = said("一方没有，计 0.5 次", "one side lacks it: 0.5 times")
        axes.barh([0], [0], color=COLOURS["grey"], hatch="////", edgecolor="white", linewidth=0, label=lacking)


def _count(frame: pd.DataFrame, drawn: int, q: float) -> str:
    tokens, others = (frame.attrs.get(name) for name in ("tokens", "tokens_reference"))
    sizes = "" if tokens is None or others is None else f"{tokens:,} : {others:,} "
    return said(
        f"{sizes}词次；画出 {drawn} 个词，共比较 {len(frame):,} 个（q ≤ {q:g}）；条端为双方次数",
        f"{sizes}tokens; {drawn} words drawn of {len(frame):,} compared (q ≤ {q:g}); at the bars: occurrences", "\n",
    )  # fmt: skip
