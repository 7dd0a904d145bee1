"""The words of the reports: segmentation that can be told apart by a hash, and what is counted of it.

`texts` picks the prose of a corpus or a frame, `tokens` cuts it (once: a corpus keeps its tokens), and every measure
takes either. Each result says in `frame.attrs` by which segmenter it was made.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govtext.words.association import collocations
    from govtext.words.context import concordance
    from govtext.words.contrast import keyness
    from govtext.words.cutting import tokens
    from govtext.words.dictionary import Dictionary, dictionary_counts
    from govtext.words.frequencies import counts, keywords
    from govtext.words.segmenter import OtherSegmenter, Segmenter, Token
    from govtext.words.source import texts
    from govtext.words.topic_models import topics
    from govtext.words.trends import trend
    from govtext.words.vectorizers import DictionaryCounts, WordVectorizer
    from govtext.words.wordlists import lexicon, stop_groups

_HOMES = {
    "collocations": "association", "concordance": "context", "counts": "frequencies", "keywords": "frequencies",
    "Dictionary": "dictionary", "dictionary_counts": "dictionary", "keyness": "contrast", "lexicon": "wordlists",
    "stop_groups": "wordlists", "OtherSegmenter": "segmenter", "Segmenter": "segmenter", "Token": "segmenter",
    "texts": "source", "tokens": "cutting", "topics": "topic_models", "trend": "trends",
    "DictionaryCounts": "vectorizers", "WordVectorizer": "vectorizers",
}  # fmt: skip

# A worker process that only cuts texts should not load scikit-learn, so each name is fetched where it is asked for.


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)


__all__ = [
    "Dictionary", "DictionaryCounts", "OtherSegmenter", "Segmenter", "Token", "WordVectorizer", "collocations",
    "concordance", "counts", "dictionary_counts", "keyness", "keywords", "lexicon", "stop_groups", "texts", "tokens",
    "topics", "trend",
]  # fmt: skip
