"""What became of each problem in the next year: stated again or not, by code, by wording, by both."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from govtext.errors import GovTextError
from govtext.recurrence.likeness import NEAR, Jaccard, Likeness
from govtext.recurrence.observed import KEYS, OBSERVED, Bools, History, history

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus

WAYS = ("code", "wording", "both")
"""In which a problem can be the same: it shares a code that is not residual, it is worded nearly the same, or one
statement of the next year does both."""
Key = tuple[Any, int]
Numbers = tuple[int, ...]


class Fate(NamedTuple):
    """What is known of a problem in the next year; None where it is not."""

    same_code: bool | None = None
    same_wording: bool | None = None
    same_both: bool | None = None
    likeness: float | None = None
    again: str | None = None
    promised_again: bool | None = None
    reworded_promise: bool | None = None
    followed_up: bool | None = None


@dataclass(frozen=True, slots=True)
class _Stated:
    """The items of one kind in a report, as lists; `numbers`: of a problem its measures, of a measure its own."""

    rows: list[int]
    texts: list[str]
    codes: list[frozenset[str]]
    numbers: list[Any]


@dataclass(frozen=True, slots=True)
class _Both:
    """All problems and measures by issuer and year, and by what two statements are the same."""

    problems: Mapping[Key, _Stated]
    measures: Mapping[Key, _Stated]
    past: Mapping[Key, _Stated]
    alike: Likeness
    threshold: float

    def near(self, old: Sequence[str], new: Sequence[str]) -> Any:
        return self.alike(old, new) if old and new else np.zeros((len(old), len(new)))


def fates(
    source: Corpus | pd.DataFrame | History, likeness: Likeness | None = None, threshold: float = NEAR
) -> pd.DataFrame:
    """One row a problem of an observed year, and what the next year's report says.

    Columns: issuer_id, year, n, text, codes, measures and what else the history knows; `next`, the status of the year
    after. Where that is `observed`: `same_code` (null where the problem has none but residual codes), `same_wording`
    (likeness ≥ threshold), `same_both` (by one and the same statement), `likeness` of the nearest statement and its
    text, `again`; `promised_again`: a measure was paired with the problem, and one with a statement that returns it (by
    code or wording; null where it does not return or had no measure); `reworded_promise`: none of these measures is
    worded nearly as before; `followed_up`: the next report tells of what was done about a problem with its code, or in
    nearly its words. `measure`: whether one was paired with it. `likeness`: see `govtext.recurrence.likeness` (default:
    character 3-grams, Jaccard).
    """
    import pandas as pd

    made = history(source)
    if not 0 < threshold <= 1:
        raise GovTextError("no threshold", found=str(threshold), expected="above 0, at most 1")
    alike = Jaccard() if likeness is None else likeness
    both = _both(made, alike, threshold)
    found = [Fate()] * len(made.problems)
    for key in made.problems.loc[made.problems["next"] == OBSERVED, KEYS].drop_duplicates().itertuples(index=False):
        now = both.problems[key[0], key[1]]
        for row, fate in zip(now.rows, _fates(both, (key[0], key[1]), now), strict=True):
            found[row] = fate
    frame = made.problems.assign(measure=[bool(numbers) for numbers in made.problems["measures"]])
    for name, values in zip(Fate._fields, zip(*found, strict=True) if found else [()] * len(Fate._fields), strict=True):
        kind: Any = "Float64" if name == "likeness" else "string" if name == "again" else "boolean"
        frame[name] = pd.Series(list(values), index=frame.index, dtype=object).astype(kind)
    frame.attrs.update(measure="returned", likeness=repr(alike), threshold=threshold, residual="|".join(made.residual))
    return frame


def _both(made: History, alike: Likeness, threshold: float) -> _Both:
    measures = made.measures
    return _Both(
        _stated(made.problems, "measures", made.residual), _stated(measures, "n", made.residual),
        _stated(measures[measures["past"]], "n", made.residual), alike, threshold,
    )  # fmt: skip


def _stated(items: pd.DataFrame, numbers: str, residual: Collection[str]) -> dict[Key, _Stated]:
    made: dict[Key, _Stated] = {}
    columns = [items[name].tolist() for name in (*KEYS, "text", "codes", numbers)]
    for row, (issuer, year, text, codes, number) in enumerate(zip(*columns, strict=True)):
        each = made.setdefault((issuer, year), _Stated([], [], [], []))
        each.rows.append(row)
        each.texts.append(text)
        each.codes.append(frozenset(codes) - frozenset(residual))
        each.numbers.append(number)
    return made


def _fates(both: _Both, key: Key, now: _Stated) -> Iterator[Fate]:
    """For each problem of an issuer and year what the next report, which is there, says of it."""
    after = (key[0], key[1] + 1)
    then = both.problems.get(after, _Stated([], [], [], []))
    near = both.near(now.texts, then.texts)
    for at, (codes, text) in enumerate(zip(now.codes, now.texts, strict=True)):
        coded = np.array([bool(codes & each) for each in then.codes], bool)
        worded = near[at] >= both.threshold
        best = int(near[at].argmax()) if then.texts else -1
        yield Fate(
            bool(coded.any()) if codes else None, bool(worded.any()), bool((coded & worded).any()) if codes else None,
            float(near[at][best]) if then.texts else 0.0, then.texts[best] if then.texts else None,
            *_promise(both, key, now.numbers[at], then, coded | worded), _followed(both, after, codes, text),
        )  # fmt: skip


def _promise(both: _Both, key: Key, before: Numbers, then: _Stated, same: Bools) -> tuple[bool | None, bool | None]:
    """Whether a measure was promised in both years against what returned, and whether in other words."""
    answers = [numbers for numbers, hit in zip(then.numbers, same, strict=True) if hit]
    if not before or not answers:
        return None, None
    again = {number for each in answers for number in each}
    if not again:
        return False, None
    near = both.near(_texts(both, key, before), _texts(both, (key[0], key[1] + 1), again))
    return True, not bool((near >= both.threshold).any()) if near.size else None


def _texts(both: _Both, key: Key, numbers: Collection[int]) -> list[str]:
    own = both.measures.get(key)
    return [text for text, n in zip(own.texts, own.numbers, strict=True) if n in numbers] if own else []


def _followed(both: _Both, after: Key, codes: frozenset[str], text: str) -> bool:
    past = both.past.get(after)
    if past is None:
        return False
    near = both.near([text], past.texts) >= both.threshold
    return any(codes & each for each in past.codes) or bool(near.any())
