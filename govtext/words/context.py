"""Keyword in context: every place with what stands before and after, and its offsets in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.errors import GovTextError
from govtext.words.cutting import TokenBatch, Tokens, tokens
from govtext.words.phrases import Phrases, Search
from govtext.words.result import told
from govtext.words.segmenter import Cutter

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = ("document", "group", "year", "left", "match", "right", "start", "end")
Row = tuple[Any, ...]


def concordance(
    source: Any,
    *words: str,
    pattern: str | None = None,
    characters: int = 20,
    limit: int = 10_000,
    segmenter: Cutter | None = None,
) -> pd.DataFrame:
    """Every place of the words, or of a regular expression: document, group, year, left, match, right, start, end.

    `words` stand at borders of tokens (信息 is not found in 信息化) and may be made of several tokens; a `pattern` is
    searched in the text as it is. `characters`: how much is shown on each side; `start` and `end` are offsets in the
    text of the document: `text[start:end] == match`. At most `limit` rows; `attrs["complete"]` tells whether these
    are all. Raises `GovTextError` for a wrong pattern.

    >>> found = concordance(["信息化水平不高，信息也少。"], "信息", characters=3)
    >>> found[["left", "match", "right", "start"]].values.tolist()
    [['不高，', '信息', '也少。', 8]]
    """
    if bool(words) == (pattern is not None):
        raise GovTextError("nothing to look for, or two things", expected="words, or a pattern")
    made = tokens(source, segmenter)
    places = _words(made, Phrases(words)) if pattern is None else _pattern(made, pattern)
    rows = list(islice(_rows(places, characters), limit + 1))
    return _frame(made, rows, limit)


def _frame(made: Tokens, rows: list[Row], limit: int) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(rows[:limit], columns=list(_COLUMNS)).astype({"year": "Int64", "start": int, "end": int})
    return told(frame, "concordance", made, complete=len(rows) <= limit)


def _rows(places: Iterator[tuple[TokenBatch, int, int, int]], characters: int) -> Iterator[Row]:
    for batch, at, start, end in places:
        documents, text = batch.documents, batch.documents.text[at]
        yield (
            documents.document[at], documents.group[at], documents.year[at], text[max(0, start - characters) : start],
            text[start:end], text[end : end + characters], start, end,
        )  # fmt: skip


def _words(made: Tokens, phrases: Phrases) -> Iterator[tuple[TokenBatch, int, int, int]]:
    search = Search(phrases, made.vocabulary)
    for batch in made:
        ends = np.concatenate([[0], np.cumsum(made.vocabulary.lengths[batch.codes])])
        for at, met in search.find(batch):
            base = batch.bounds[at]
            start, end = (int(ends[base + place] - ends[base]) for place in (met.first, met.end))
            yield batch, at, start, end


def _pattern(made: Tokens, pattern: str) -> Iterator[tuple[TokenBatch, int, int, int]]:
    try:
        sought = re.compile(pattern)
    except re.error as error:
        raise GovTextError(
            "a wrong pattern", found=repr(pattern), expected=f"a regular expression ({error})"
        ) from error
    for batch in made:
        for at, text in enumerate(batch.documents.text):
            for match in sought.finditer(text):
                if match.end() > match.start():
                    yield batch, at, match.start(), match.end()
