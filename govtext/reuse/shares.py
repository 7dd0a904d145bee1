"""Shares of a report that stand elsewhere too: in the own last report, in most others of the year, in itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from govtext.errors import GovTextError
from govtext.reuse.rows import ALONE, SHARE, against_lines, by_pair, frame, share, told_of, told_of_pair
from govtext.reuse.source import Against, Prepared, Prose, prose
from govtext.reuse.units import Codes, Units, grams

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus

Bools = npt.NDArray[np.bool_]


def stickiness(
    source: Corpus | Prose | pd.DataFrame, *, n: int = 8, against: Against = "own", seed: int = 1
) -> pd.DataFrame:
    """Share of a report that stands in sentences which hold an n-gram of the issuer's report on the year before.

    units in sentences with at least one n-gram also in the previous report / units; units are characters, or words
    (`prose(…, tokens=…)`); a sentence with fewer than n units holds none. Dyer, Lang & Stice-Lawrence (2017), JAE 64,
    with n = 8 words; 8 characters are our choice for Chinese. `against="other"`: the report of another issuer, drawn by
    `seed`, that has nothing to do with it: what such texts share by their subject alone. One row a report: report,
    issuer, year, previous, value, numerator, denominator (units), n (sentences), reason where there is no value, and
    whether the value reaches each reference line.

    >>> import pandas as pd
    >>> made = stickiness(pd.DataFrame({
    ...     "report": ["a", "b"], "issuer": ["x", "x"], "year": [2021, 2022],
    ...     "text": ["定期清理网站栏目空白信息。", "定期清理网站栏目空白信息。开展培训。"]}))
    >>> made[["value", "numerator", "denominator", "n", "reason"]].values.tolist()
    [[<NA>, <NA>, <NA>, <NA>, 'no_previous_year'], [0.75, 12, 16, 2, <NA>]]
    """
    given = prose(source)
    rows = [
        {**told_of_pair(pair), "reason": pair.reason, **values}
        for pair, values in by_pair(given, partial(_stickiness, n=n), against, seed)
    ]
    return against_lines(frame(rows, SHARE, given, measure="stickiness", n=n, against=against))


def _stickiness(now: Prepared, before: Prepared, n: int) -> Mapping[str, Any]:
    return _in_sentences(now.units, held(now.units, grams(before.units.codes, before.units.bounds, n)[0], n))


def held(units: Units, known: Codes, n: int) -> Bools:
    """For each sentence whether it holds one of the known n-grams."""
    hashes, owners = grams(units.codes, units.bounds, n)
    made = np.zeros(len(units.lengths), np.bool_)
    made[owners[np.isin(hashes, known)]] = True
    return made


def _in_sentences(units: Units, which: Bools) -> dict[str, Any]:
    return share(int(units.lengths[which].sum()), len(units), len(which))


def boilerplate(
    source: Corpus | Prose | pd.DataFrame, *, n: int | None = None, used_by: float = 0.75, least: int = 10
) -> pd.DataFrame:
    """Share of a report that stands in sentences which hold an n-gram that most issuers of the year use.

    units in sentences with at least one n-gram used by at least `used_by` of the other issuers of the year / units; an
    issuer itself is left out of the count (our addition: else a small year calls everything its own boilerplate).
    Dyer, Lang & Stice-Lawrence (2017), JAE 64: tetragrams of words, 75 %, both as remembered; n None: 4 words, or 8
    characters (our choice). No value where fewer than `least` others report on the year. Columns as in `stickiness`,
    without previous, with `peers`: the other issuers.

    >>> import pandas as pd
    >>> made = boilerplate(pd.DataFrame({
    ...     "report": list("abc"), "issuer": list("xyz"), "year": [2022] * 3,
    ...     "text": ["坚持以公开为常态为原则。"] * 2 + ["开展业务培训。"]}), least=2, used_by=0.5)
    >>> made["value"].tolist()
    [1.0, 1.0, 0.0]
    """
    if not 0 < used_by <= 1 or least < 1:
        raise GovTextError("no such boilerplate", found=f"used_by {used_by}, least {least}",
                           expected="a share between 0 and 1, at least 1 other issuer")  # fmt: skip
    given = prose(source)
    length = n or (8 if given.tokens is None else 4)
    years = _users(given, length)
    rows = [row for chunk in given.chunks() for row in _boilerplate(chunk, years, length, used_by, least)]
    kinds = {**ALONE, "peers": "Int64"}
    return frame(rows, kinds, given, measure="boilerplate", n=length, used_by=used_by)


class _Year:
    """How many issuers of a year use each n-gram."""

    def __init__(self) -> None:
        self.issuers: set[str] = set()
        self.hashes: Codes = np.empty(0, np.uint64)
        self.counts = np.empty(0, np.int64)
        self._waiting: list[Codes] = []

    def add(self, issuer: str, hashes: Codes) -> None:
        self.issuers.add(issuer)
        self._waiting.append(np.unique(hashes))
        if len(self._waiting) >= 256:
            self.settle()

    def settle(self) -> None:
        every = np.concatenate([self.hashes, *self._waiting])
        weights = np.concatenate([self.counts, np.ones(len(every) - len(self.counts), np.int64)])
        order = np.argsort(every, kind="stable")
        every, weights = every[order], weights[order]
        first = np.flatnonzero(np.concatenate([[True], every[1:] != every[:-1]])) if len(every) else order
        self.hashes, self.counts = every[first], np.add.reduceat(weights, first) if len(first) else weights
        self._waiting = []


def _users(source: Prose, n: int) -> dict[int, _Year]:
    """Each issuer counts once a year, by its first report on it."""
    years: dict[int, _Year] = {}
    for chunk in source.chunks():
        for each in chunk:
            if each.entry.issuer is None or each.entry.year is None or not len(each.units):
                continue
            year = years.setdefault(each.entry.year, _Year())
            if each.entry.issuer not in year.issuers:
                year.add(each.entry.issuer, grams(each.units.codes, each.units.bounds, n)[0])
    for year in years.values():
        year.settle()
    return years


def _boilerplate(
    chunk: list[Prepared], years: Mapping[int, _Year], n: int, used_by: float, least: int
) -> Iterator[dict[str, Any]]:
    for each in chunk:
        reason = _reason(each)
        if reason is None and each.entry.year is not None:
            year = years[each.entry.year]
            peers = len(year.issuers) - 1
            if peers >= least:
                known = year.hashes[year.counts - 1 >= used_by * peers - 1e-9]
                values = _in_sentences(each.units, held(each.units, known, n))
                yield {**told_of(each.entry), **values, "peers": peers}
                continue
            yield {**told_of(each.entry), "reason": "no_peers", "peers": peers}
        else:
            yield {**told_of(each.entry), "reason": reason}


def _reason(each: Prepared) -> str | None:
    if each.entry.issuer is None:
        return "no_issuer"
    if each.entry.year is None:
        return "no_year"
    return None if len(each.units) else "no_text"


def redundancy(source: Corpus | Prose | pd.DataFrame, *, least: int = 1) -> pd.DataFrame:
    """Share of a report that stands in sentences which stand in it more than once.

    units in sentences that are repeated, every occurrence counted / units; a sentence with fewer than `least` units is
    not taken as repeated. Dyer, Lang & Stice-Lawrence (2017), JAE 64. Columns as in `stickiness`, without previous.

    >>> import pandas as pd
    >>> made = redundancy(pd.DataFrame({"report": ["a"], "text": ["更新栏目。开展培训。更新栏目！"]}))
    >>> made["value"].round(2).tolist()
    [0.67]
    """
    given = prose(source)
    rows = []
    for chunk in given.chunks():
        for each in chunk:
            values = (
                _in_sentences(each.units, repeated(each.units, least)) if len(each.units) else {"reason": "no_text"}
            )
            rows.append({**told_of(each.entry), **values})
    return frame(rows, ALONE, given, measure="redundancy", least=least)


def repeated(units: Units, least: int = 1) -> Bools:
    """For each sentence whether another one of the text has the same units."""
    keys = [units.sentence(number).tobytes() for number in range(len(units.lengths))]
    seen: dict[bytes, int] = {}
    for key in keys:
        seen[key] = seen.get(key, 0) + 1
    return np.array([seen[key] > 1 for key in keys], np.bool_) & (units.lengths >= least)
