"""Ranks that are never without their intervals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govtext.display.language import current
from govtext.forms import Label

if TYPE_CHECKING:
    from govtext.quality.choices import Choices
    from govtext.quality.scaling import Floats

INTERVALS = ("low", "high", "low_90", "high_90", "boot_low", "boot_high")
"""Best and worst rank over all choices, the middle 90 % of them, and the middle 95 % of the bootstrap."""
_HEADS = {
    "rank": Label("名次", "rank"), "range": Label("全部选择下的名次范围", "over all choices"),
    "middle": Label("其中 90%", "90 % of them"), "boot": Label("自助 95%", "bootstrap 95 %"),
    "score": Label("得分", "score"), "name": Label("机关", "issuer"),
}  # fmt: skip


@dataclass(frozen=True, eq=False, repr=False)
class Ranking:
    """Reports by rank under the reference, each with its rank intervals; there is no way to have one without the other.

    `unranked`: reports that have no score under some choice, and why. Ranks are 1 for the best; equal scores share
    their mean rank.
    """

    reference: Choices
    unranked: pd.DataFrame
    combinations: int
    draws: int
    order_kept: float
    """Share of pairs of reports that stand in the same order under every choice."""
    _frame: pd.DataFrame = field(repr=False)

    def to_pandas(self) -> pd.DataFrame:
        """One row a report, best first: issuer_name, year, level, score, rank, median (over choices), low, high,
        low_90, high_90, boot_low, boot_high (see `INTERVALS`)."""
        return self._frame.copy()

    def __len__(self) -> int:
        return len(self._frame)

    def __repr__(self) -> str:
        return f"{self._shown('en').to_string()}\n{self.note('en')}"

    def _repr_html_(self) -> str:
        return f"{self._shown(current()).to_html(notebook=True)}<p>{self.note(current())}</p>"

    def note(self, language: str = "en") -> str:
        """What the ranks hold under, and how many pairs keep their order."""
        share, n = f"{self.order_kept:.0%}", len(self.unranked)
        if language == "zh":
            return (
                f"参照：{self.reference.told('zh')}。范围：{self.combinations} 种选择组合；自助 {self.draws} 次。"
                f"任何选择下先后都不变的两两比较占 {share}。未排名 {n} 份。"
            )
        return (
            f"Reference: {self.reference.told('en')}. Ranges: {self.combinations} combinations of choices; bootstrap: "
            f"{self.draws} draws. {share} of all pairs keep their order under every choice. Not ranked: {n}."
        )

    def _shown(self, language: str) -> pd.DataFrame:
        frame = self._frame
        columns: dict[str, Any] = {"name": frame["issuer_name"]} if "issuer_name" in frame else {}
        columns |= {"rank": frame["rank"].map(plain), "range": _between(frame["low"], frame["high"])}
        columns |= {"middle": _between(frame["low_90"], frame["high_90"])}
        if self.draws:
            columns |= {"boot": _between(frame["boot_low"], frame["boot_high"])}
        columns |= {"score": frame["score"].round(1)}
        return pd.DataFrame({_HEADS[name][language]: column for name, column in columns.items()}, index=frame.index)


def ranks(scores: Floats) -> Floats:
    """Ranks of the columns of reports × combinations, 1 for the highest score; equal scores share their mean rank.

    >>> ranks(np.array([[3.0], [5], [3]])).ravel().tolist()
    [2.5, 1.0, 2.5]
    """
    return np.asarray(pd.DataFrame(scores).rank(ascending=False).to_numpy(float))


def order_kept(ranked: Floats) -> float:
    """Share of pairs of rows that stand in the same strict order in every column.

    >>> order_kept(np.array([[1.0, 1], [2, 3], [3, 2]]))
    0.6666666666666666
    """
    n = len(ranked)
    above = np.ones((n, n), bool)
    for column in ranked.T:
        above &= column[:, None] < column[None, :]
    return float(2 * above.sum() / (n * (n - 1))) if n > 1 else float("nan")


def table(about: pd.DataFrame, scores: pd.Series[float], ranked: Floats, at: int, drawn: Floats) -> pd.DataFrame:
    """The frame of a ranking: `ranked` reports × combinations, column `at` the reference; `drawn` reports × draws."""
    columns = [name for name in ("issuer_name", "year", "level", "reports") if name in about]
    low, middle, high = np.quantile(ranked, [0.05, 0.5, 0.95], axis=1)
    frame = about[columns].assign(score=scores, rank=ranked[:, at], median=middle, low=ranked.min(axis=1),
                                  high=ranked.max(axis=1), low_90=low, high_90=high)  # fmt: skip
    sides = np.nanquantile(drawn, [0.025, 0.975], axis=1) if drawn.shape[1] else np.full((2, len(frame)), np.nan)
    frame = frame.assign(boot_low=sides[0], boot_high=sides[1])
    return frame.sort_values(["rank", "median"], kind="stable")


def _between(low: pd.Series[float], high: pd.Series[float]) -> list[str]:
    return [f"{plain(a)}–{plain(b)}" for a, b in zip(low, high, strict=True)]


def plain(rank: float) -> str:
    """A rank without a needless decimal.

    >>> plain(3.0), plain(2.5)
    ('3', '2.5')
    """
    return f"{rank:.1f}".removesuffix(".0")
