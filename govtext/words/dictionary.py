"""Counting with a dictionary of categories: whole words only, several words an entry, the longest entry wins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.errors import GovTextError, UnknownCode
from govtext.words.cutting import TokenBatch, Tokens, tokens
from govtext.words.phrases import Phrases, Search
from govtext.words.result import columns_of, told
from govtext.words.segmenter import Cutter, Segmenter
from govtext.words.tally import Groups, grouping

if TYPE_CHECKING:
    import pandas as pd

SCOPES = ("category", "dictionary")


@dataclass(frozen=True)
class Dictionary:
    """Categories and their entries, words or phrases; blanks in an entry are left out.

    `scope`: among entries that overlap the longest wins (from left to right) within its `category`, so that two
    categories may count the same place, or within the whole `dictionary` (as nested_scope of quanteda, Benoit et al.
    2018, JOSS 3(30)). Raises `GovTextError` for an empty category and `UnknownCode` for another scope.

    >>> hedging = Dictionary({"hedge": ["进一步", "有待", "有待 加强"], "scale": ["个别", "一定程度"]})
    >>> hedging.count(["有待", "加强", "，", "个别", "单位"])
    {'hedge': 1, 'scale': 1}
    """

    categories: Mapping[str, Sequence[str]] = field(repr=False)
    scope: str = "category"

    def __post_init__(self) -> None:
        if self.scope not in SCOPES:
            raise UnknownCode(f"no scope {self.scope!r}", expected=" or ".join(SCOPES))
        cleaned = {name: tuple(dict.fromkeys(_entries(name, given))) for name, given in self.categories.items()}
        object.__setattr__(self, "categories", cleaned)

    def __hash__(self) -> int:
        return hash((tuple(self.categories.items()), self.scope))

    def searches(self) -> Iterator[tuple[Phrases, Mapping[str, tuple[str, ...]]]]:
        """What is looked for together: the phrases, and the categories of each."""
        if self.scope == "category":
            for name, entries in self.categories.items():
                yield Phrases(entries), dict.fromkeys(entries, (name,))
        else:
            owners: dict[str, tuple[str, ...]] = {}
            for name, entries in self.categories.items():
                for entry in entries:
                    owners[entry] = (*owners.get(entry, ()), name)
            yield Phrases(owners), owners

    def count(self, tokens: Sequence[str]) -> dict[str, int]:
        """How often each category stands in the tokens of one text (all of them, as `Cutter.tokens` gives them)."""
        found: Counter[str] = Counter()
        for phrases, owners in self.searches():
            for met in phrases.find(tokens):
                found.update(owners[met.phrase])
        return {name: found[name] for name in self.categories}

    def check(self, segmenter: Cutter | None = None) -> pd.DataFrame:
        """How a segmenter cuts each entry by itself: category, entry, tokens, whole (one token).

        An entry of several tokens is found all the same; one whose first or last token runs on into its surroundings in
        real text is not, and `Segmenter.with_words` helps.
        """
        import pandas as pd

        cutter = segmenter or Segmenter()
        rows = [(name, entry, cutter.tokens(entry)) for name, entries in self.categories.items() for entry in entries]
        frame = pd.DataFrame(
            [(name, entry, " ".join(cut), len(cut) == 1) for name, entry, cut in rows],
            columns=["category", "entry", "tokens", "whole"],
        )
        frame.attrs["segmenter"] = cutter.hash
        return frame


def _entries(name: str, given: Iterable[str]) -> list[str]:
    if isinstance(given, str):
        raise GovTextError(f"category {name!r} is one text", expected="a list of words")
    entries = ["".join(entry.split()) for entry in given]
    if not entries or not all(entries):
        raise GovTextError(f"category {name!r} is empty, or has an empty entry", expected="words")
    return entries


def dictionary_counts(
    source: Any,
    dictionary: Dictionary | Mapping[str, Sequence[str]],
    by: str | Sequence[str] | None = "document",
    *,
    segmenter: Cutter | None = None,
) -> pd.DataFrame:
    """How often each category stands: `by` columns, category, n, documents, tokens, size, rate per 10,000 tokens.

    Every group has a row for every category, also where n is 0. `size`: documents of the group, `documents`: those with
    the category; `tokens`: its running tokens.

    >>> dictionary_counts(["印度尼西亚与印度"], {"india": ["印度"]})[["document", "category", "n"]].values.tolist()
    [['0', 'india', 1]]
    """
    made = tokens(source, segmenter)
    sought = dictionary if isinstance(dictionary, Dictionary) else Dictionary(dictionary)
    groups = Groups(grouping(by))
    n: Counter[tuple[int, str]] = Counter()
    documents: Counter[tuple[int, str]] = Counter()
    for batch, found in matches(made, sought):
        number = groups.add(batch, made.vocabulary.running)
        for (at, category), times in found.items():
            n[int(number[at]), category] += times
            documents[int(number[at]), category] += 1
    return told(_frame(sought, groups, n, documents), "dictionary_counts", made, scope=sought.scope)


def matches(made: Tokens, dictionary: Dictionary) -> Iterator[tuple[TokenBatch, Counter[tuple[int, str]]]]:
    """Batch by batch, how often each category stands in each document, by (document, category)."""
    searches = [(Search(phrases, made.vocabulary), owners) for phrases, owners in dictionary.searches()]
    for batch in made:
        found: Counter[tuple[int, str]] = Counter()
        for search, owners in searches:
            for at, met in search.find(batch):
                for category in owners[met.phrase]:
                    found[at, category] += 1
        yield batch, found


def _frame(
    dictionary: Dictionary, groups: Groups, n: Counter[tuple[int, str]], documents: Counter[tuple[int, str]]
) -> pd.DataFrame:
    import pandas as pd

    names = list(dictionary.categories)
    pairs = [(group, name) for group in range(len(groups.values)) for name in names]
    which = np.array([group for group, _ in pairs], np.int64)
    counted = np.array([n[pair] for pair in pairs], np.int64)
    base = groups.tokens[which]
    columns = {
        "category": [name for _, name in pairs], "n": counted, "documents": [documents[pair] for pair in pairs],
        "tokens": base, "size": groups.size[which], "rate": 1e4 * counted / np.maximum(base, 1),
    }  # fmt: skip
    return pd.DataFrame({**columns_of(groups.by, groups.values, which), **columns}).infer_objects()
