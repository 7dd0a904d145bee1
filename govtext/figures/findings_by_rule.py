"""What the checks found, rule by rule: shares of the statuses as bars, and beside them how many."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.figure import Figure

from govtext.checks import families as all_families
from govtext.checks.across_reports import across_rules
from govtext.checks.rule import descriptions
from govtext.display.language import labels
from govtext.errors import GovTextError
from govtext.figures.speech import said
from govtext.figures.style import COLOURS, describe, legend, panels
from govtext.forms import Label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from govtext.corpus.opened import Corpus

_COLOURS = {"pass": "sky", "fail": "vermilion", "uncertain": "yellow", "not_assessable": "grey"}
_NUMBERS = {"fail": 0.14, "uncertain": 0.62, "n": 1.0}
"""Columns of numbers, and where each ends, in widths of their axes."""
_KEYS = ["family", "rule"]


def findings_by_rule(
    source: Corpus | pd.DataFrame, zh: str, en: str, origin: str, *, families: Collection[str] | None = None
) -> tuple[Figure, pd.DataFrame]:
    """Bars of the statuses of each rule's findings, as % of them, family by family, and the data.

    `source`: a corpus as it is given (narrow it with `where(chosen=True)` to count one edition of every report), or a
    frame with the columns report, family, rule, status, as `Report.check` gives. `families`: only these. Data: family,
    rule, a count for each status, n (all of them). Bars are shares, so slivers may vanish: the numbers of fail and
    uncertain stand beside them. Raises `GovTextError` where there are no findings.

    >>> frame = pd.DataFrame({"report": "a", "family": "years", "rule": ["years.title", "years.title"],
    ...                       "status": ["pass", "fail"]})
    >>> findings_by_rule(frame, "模拟", "simulated", "两行 two rows")[1][["rule", "pass", "fail", "n"]].values.tolist()
    [['years.title', 1, 1, 2]]
    """
    counted, reports = _counted(source)
    data = _table(counted, families)
    if data.empty:
        raise GovTextError("nothing to draw: no findings", expected="findings of the families asked for")
    rows = _rows(data)
    figure, ((axes, beside),) = panels(
        "page", 4.2 + 0.37 * len(rows), 1, 2, key=0.5, sharey=True, width_ratios=[3.6, 1]
    )
    places = [at for at, (_, is_rule) in enumerate(rows) if is_rule]
    _bars(axes, data, places)
    _numbers(beside, data, places)
    axes.set_yticks(range(len(rows)), [name for name, _ in rows], fontsize=6.5)
    for tick, (_, is_rule) in zip(axes.get_yticklabels(), rows, strict=True):
        tick.set(fontsize=6.5 if is_rule else 7.5, color=COLOURS["black"] if is_rule else COLOURS["blue"])
    axes.set(
        xlim=(0, 100),
        ylim=(len(rows) - 0.5, -0.6),
        xlabel=said("占该规则的结果（%）", "share of the rule's findings (%)"),
    )
    axes.tick_params(axis="y", length=0)
    legend(figure, axes.containers)
    describe(figure, zh, en, _count(int(data["n"].sum()), reports), origin)
    return figure, data


def _counted(source: Corpus | pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Findings by family, rule and status, counted piece by piece, and how many reports they are of."""
    columns = ["report", *_KEYS, "status"]
    if isinstance(source, pd.DataFrame):
        if missing := [name for name in columns if name not in source]:
            raise GovTextError(f"no column {missing[0]!r}", expected=", ".join(columns))
        return source.groupby([*_KEYS, "status"]).size().rename("count").reset_index(), source["report"].nunique()
    parts = [batch.to_pandas() for batch in source.findings.batches(columns)]
    counts = [part.groupby([*_KEYS, "status"], observed=True).size().rename("count") for part in parts]
    reports = set().union(*(part["report"].dropna().unique() for part in parts))
    empty = pd.DataFrame(columns=[*_KEYS, "status", "count"])
    return (pd.concat(counts).reset_index() if counts else empty), len(reports)


def _table(counted: pd.DataFrame, families: Collection[str] | None) -> pd.DataFrame:
    """One row a rule, in the order in which families and rules are declared."""
    wide = counted.pivot_table(index=_KEYS, columns="status", values="count", aggfunc="sum", fill_value=0)
    wide = wide.reindex(columns=list(_COLOURS), fill_value=0).astype(int)
    data = wide.assign(n=wide.sum(axis=1)).rename_axis(columns=None).reset_index()
    kept = data if families is None else data[data["family"].isin(list(families))]
    order = {name: at for at, name in enumerate([*all_families(), *_names()])}
    return kept.sort_values(_KEYS, key=lambda names: names.map(order).fillna(len(order))).reset_index(drop=True)


def _names() -> dict[str, Label]:
    """What each rule is called."""
    own = {name: Label(**about["label"]) for name, about in descriptions().items()}
    return own | {name: rule.label for name, rule in across_rules().items()}


def _rows(data: pd.DataFrame) -> list[tuple[str, bool]]:
    """The labels of the rows from above, and whether each is of a rule; a family's name stands above its rules."""
    names, rows, last = _names(), list[tuple[str, bool]](), None
    for family, rule in data[_KEYS].itertuples(index=False):
        if family != last:
            rows.append((_said(all_families().get(family), family), False))
        rows.append((_said(names.get(rule), rule), True))
        last = family
    return rows


def _said(label: Label | None, name: str) -> str:
    return said(label.zh, label.en) if label else name


def _bars(axes: Axes, data: pd.DataFrame, places: list[int]) -> None:
    left = pd.Series(0.0, index=data.index)
    for status, colour in _COLOURS.items():
        share = 100 * data[status] / data["n"]
        name = said(*(labels()[f"finding.{status}"][language] for language in ("zh", "en")))
        axes.barh(places, share, left=left, height=0.72, color=COLOURS[colour], linewidth=0, label=name)
        left += share


def _numbers(axes: Axes, data: pd.DataFrame, places: list[int]) -> None:
    axes.set_axis_off()
    for column, right in _NUMBERS.items():
        known = labels().get(f"finding.{column}", {"zh": "n", "en": ""})
        head = said(known["zh"], known["en"], "\n") or column
        axes.text(right, -0.7, head, fontsize=6.5, ha="right", va="bottom", linespacing=1.2)
        for place, value in zip(places, data[column], strict=True):
            axes.text(right, place, f"{value:,}" if value else "·", fontsize=6.5, ha="right", va="center")


def _count(findings: int, reports: int) -> str:
    return said(f"{findings:,} 项检查结果，{reports:,} 份报告", f"{findings:,} findings, {reports:,} reports", "\n")
