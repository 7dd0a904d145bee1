"""The measures over many texts: one row a document, each rate with its numerator and denominator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from govtext.manner.clauses import readability
from govtext.manner.hedging import VAGUE, groups, tone
from govtext.manner.points import mean_concreteness
from govtext.manner.problems import evasiveness, problem_density, problem_share, stated
from govtext.manner.rate import Rate
from govtext.manner.specifics import hard_information, specificity
from govtext.recurrence.weighing import substantive

if TYPE_CHECKING:
    import pandas as pd

    from govtext.words.segmenter import Segmenter

Row = dict[str, Any]


def frame(source: Any, *, segmenter: Segmenter | None = None, pos: bool = True) -> pd.DataFrame:
    """How each document is said: specificity, hard information, readability and tone, one row a document.

    `source`: whatever `govtext.words.texts` takes, or its result. Columns document, group, year, characters, words,
    sentences, then for each rate NAME (the value), NAME_numerator, NAME_denominator, and n_KIND for each kind of
    specific and group of tone. A value that cannot be had is NA, and `why_none` says why. `pos=False` leaves out the
    parts of speech (R2 and R3), which cost more than all the rest. `attrs["segmenter"]` is the segmenter's hash.

    >>> made = frame(["全年公开信息120条，占80%。", ""], pos=False)
    >>> made[["n_figure", "specificity_numerator", "specificity_denominator"]].values.tolist()
    [[1, 2.0, 13.0], [0, 0.0, 0.0]]
    >>> made["specificity"].isna().tolist(), made["why_none"].tolist()[1].split("; ")[0]
    ([False, True], 'specificity: the text has no characters')
    """
    from govtext.words import Segmenter

    cutter = segmenter or Segmenter()
    made = _frame(rows(source, lambda text: said(text, cutter, pos=pos)))
    made.attrs.update(measure="manner", segmenter=cutter.hash, pos=pos)
    return made


def problem_frame(source: Any) -> pd.DataFrame:
    """How problems are told: share, density, evasiveness and concreteness, one row a document.

    `source`: texts of section 5 (`texts(corpus, 5)`), whose items are found here. Columns as in `frame`; evasiveness is
    given by both declared lists of substantive codes (`govtext.recurrence.substantive()`).

    >>> problem_frame(["一是更新慢。下一步，年底前培训2次。"])[["n_problems", "concreteness"]].values.tolist()
    [[1, 2.0]]
    """
    made = _frame(rows(source, told))
    made.attrs.update(measure="manner of problems")
    return made


def rows(source: Any, measure: Callable[[str], Row]) -> Iterator[Row]:
    """Document after document, read in batches: who it is, and what `measure` gives of its text."""
    from govtext.words.source import Texts, texts

    given = source if isinstance(source, Texts) else texts(source)
    for batch in given.batches():
        for document, group, year, text in zip(batch.document, batch.group, batch.year, batch.text, strict=True):
            yield {"document": document, "group": group, "year": year, **measure(text)}


def said(text: str, segmenter: Segmenter, *, pos: bool = True) -> Row:
    """The row of `frame` for one text, without who it is."""
    tagged = segmenter.tag(text) if pos else None
    tokens = [token.text for token in tagged] if tagged is not None else segmenter.tokens(text)
    specific, toned, read = specificity(text), tone(text, tokens), readability(text, tagged)
    words = sum(any(map(str.isalnum, token)) for token in tokens)
    rates = {
        "specificity": specific.rate,
        "hard_information": hard_information(specific.found, words),
        "r1": read.r1, "r2": read.r2, "sentence_length": read.sentence_length,
        "vagueness": toned.rate(*VAGUE), "vagueness_per_sentence": toned.per_sentence(*VAGUE),
        **{f"tone_{name}": toned.rate(name) for name in groups()},
    }  # fmt: skip
    counts = {f"n_{name}": n for name, n in (*specific.counts.items(), *toned.counts.items())}
    lengths = {"sentence_length_sd": read.lengths.sd, "longest_sentence": read.lengths.longest}
    base = {"characters": specific.characters, "words": words, "sentences": toned.sentences}
    return {**base, **_flat(rates), "r3": read.r3, **lengths, **counts}


def told(text: str) -> Row:
    """The row of `problem_frame` for one text of section 5, without who it is."""
    from govtext.problems import items

    found = items(text)
    problems = stated(found)
    measures = [item.text for item in found if item.kind == "measure"]
    density = problem_density(len(problems), text)
    rates = {
        "problem_share": problem_share(text, [(each.start, each.end) for each in problems]),
        "problem_density": density,
        **{f"evasiveness_{name}": evasiveness(found, text, name) for name in substantive()},
        "concreteness": mean_concreteness(measures),
    }
    counts = {"n_problems": len(problems), "n_measures": len(measures)}
    return {"characters": int(density.denominator), **counts, **_flat(rates)}


def _flat(rates: Mapping[str, Rate]) -> Row:
    """Value, numerator and denominator of each rate, and why there is no value where there is none."""
    row: Row = {}
    for name, rate in rates.items():
        row |= {name: rate.value, f"{name}_numerator": rate.numerator, f"{name}_denominator": rate.denominator}
    row["why_none"] = "; ".join(f"{name}: {rate.reason}" for name, rate in rates.items() if rate.reason)
    return row


def _frame(made: Iterator[Row]) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(list(made))
    if frame.empty:
        return pd.DataFrame(columns=["document", "group", "year", "characters"])
    frame["year"] = frame["year"].astype("Int64")
    texts = {"document", "group", "year", "why_none"}
    whole = [name for name in map(str, frame) if name not in texts and (name.startswith("n_") or name in _WHOLE)]
    numbers = [name for name in map(str, frame) if name not in {*texts, *whole}]
    return frame.astype({**dict.fromkeys(whole, "Int64"), **dict.fromkeys(numbers, "Float64")})


_WHOLE = frozenset(("characters", "words", "sentences", "longest_sentence"))
