"""How alike two statements are worded: shared character n-grams, or the cosine of their TF-IDF weights.

A likeness is any callable that takes the old statements and the new ones and gives a matrix of shape (old, new) with
values from 0 to 1; `repr` of it stands in the metadata of what was made with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from govtext.errors import GovTextError
from govtext.recurrence.shares import Floats

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

Likeness = Callable[[Sequence[str], Sequence[str]], Floats]
NEAR = 0.5
"""From here on two statements are nearly the same: half of their n-grams are shared, as in Suqian's rule of 50 %."""
_MARKS = re.compile(r"[\W_]+")


def grams(text: str, size: int) -> frozenset[str]:
    """The character n-grams of a text without punctuation and spaces; a shorter text is one gram.

    >>> sorted(grams("更新，不及时", 3))
    ['不及时', '新不及', '更新不']
    """
    plain = _MARKS.sub("", text)
    return frozenset(plain[at : at + size] for at in range(max(len(plain) - size + 1, 1))) - {""}


@lru_cache(maxsize=65536)
def _kept(text: str, size: int) -> frozenset[str]:
    return grams(text, size)


@dataclass(frozen=True)
class Jaccard:
    """|A ∩ B| / |A ∪ B| of the character n-grams of two statements; 0 where both are empty.

    Jaccard (1912), New Phytologist 11; for wording kept from year to year as in Cohen, Malloy & Nguyen (2020).

    >>> Jaccard()(["信息更新不及时"], ["信息更新不及时", "信息更新仍不及时", "人手不足"]).round(2).tolist()
    [[1.0, 0.38, 0.0]]
    """

    size: int = 3

    def __post_init__(self) -> None:
        if self.size < 1:
            raise GovTextError("n-grams of no length", found=str(self.size), expected="1 or more")

    def __call__(self, old: Sequence[str], new: Sequence[str]) -> Floats:
        left, right = ([_kept(text, self.size) for text in texts] for texts in (old, new))
        values = [len(one & other) / (len(one | other) or 1) for one in left for other in right]
        return np.array(values, np.float64).reshape(len(left), len(right))


@dataclass(frozen=True)
class TfidfCosine:
    """Cosine of TF-IDF weights of character n-grams, with the weights of `texts`, all statements of the corpus.

    tf · (ln((1 + N) / (1 + df)) + 1), to unit length (Salton & Buckley 1988, Information Processing & Management 24,
    smoothed as in scikit-learn).

    >>> alike = TfidfCosine.of(["信息更新不及时", "人手不足", "信息公开意识不强"])
    >>> alike(["信息更新不及时"], ["信息更新不及时", "人手不足"]).round(2).tolist()
    [[1.0, 0.0]]
    """

    size: int
    vectorizer: TfidfVectorizer = field(repr=False, compare=False)

    @classmethod
    def of(cls, texts: Iterable[str], size: int = 2) -> TfidfCosine:
        """The likeness weighted by these statements; raises `GovTextError` where they hold no words."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(size, size), preprocessor=_plain)
        try:
            return cls(size, vectorizer.fit(list(texts)))
        except ValueError as error:
            raise GovTextError("no words to weigh", found=str(error), expected="statements of problems") from error

    def __call__(self, old: Sequence[str], new: Sequence[str]) -> Floats:
        if not old or not new:
            return np.zeros((len(old), len(new)))
        left, right = (self.vectorizer.transform(list(texts)) for texts in (old, new))
        return np.asarray((left @ right.T).toarray(), np.float64)


def _plain(text: str) -> str:
    return _MARKS.sub("", text)
