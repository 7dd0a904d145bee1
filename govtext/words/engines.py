"""The two engines behind a segmenter, each an instance of its own: nothing of jieba's global state is read or
changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from importlib.metadata import version
from typing import Any

Cut = Callable[[str, bool], list[str]]
"""Text and whether unknown words are guessed (HMM), to tokens."""
ENGINES = ("rjieba", "jieba")
_KEPT = 4
"""Instances that a process holds: one a lexicon and engine; each takes 30 to 70 MiB."""


@lru_cache(maxsize=_KEPT)
def engine(name: str, lexicon: tuple[str, ...]) -> Cut:
    """The engine with these words added; made once a process, on first use."""
    return _MAKERS[name](_frequencies(lexicon))


def engine_version(name: str) -> str:
    """The engine with the version that is installed, and that of rjieba, which weighs the added words for both."""
    return " ".join(f"{each} {version(each)}" for each in dict.fromkeys((name, "rjieba")))


@lru_cache(maxsize=_KEPT)
def _frequencies(lexicon: tuple[str, ...]) -> Mapping[str, int]:
    """How often each word is to count so that it is not cut, told by the plain dictionary alone.

    Both engines get the same numbers, and none depends on the order in which words are added.
    """
    import rjieba

    plain = rjieba.Jieba()
    return {word: plain.suggest_freq(word) for word in lexicon}


def _rjieba(frequencies: Mapping[str, int]) -> Cut:
    import rjieba

    own = rjieba.Jieba()
    for word, frequency in frequencies.items():
        own.add_word(word, frequency, None)
    cut: Cut = own.cut
    return cut


def _jieba(frequencies: Mapping[str, int]) -> Cut:
    own = jieba_tokenizer(frequencies)

    def cut(text: str, hmm: bool) -> list[str]:
        tokens: list[str] = own.lcut(text, HMM=hmm)
        return tokens

    return cut


def jieba_tokenizer(frequencies: Mapping[str, int]) -> Any:
    """A `jieba.Tokenizer` of its own: its dictionary read from the package, never from a cache in a shared folder.

    A word that is there already takes the place of the old one in the total too, as in rjieba; jieba would count
    it twice, and then cut other words otherwise.
    """
    import jieba  # type: ignore[import-untyped]

    own = jieba.Tokenizer()
    own.FREQ, own.total = own.gen_pfdict(own.get_dict_file())
    own.initialized = True
    for word, frequency in frequencies.items():
        own.total += frequency - own.FREQ.get(word, 0)
        own.FREQ[word] = frequency
        for end in range(1, len(word)):
            own.FREQ.setdefault(word[:end], 0)
    return own


class Tagger:
    """Parts of speech by `jieba.posseg` on a tokenizer of its own; `tag` gives one for a word that was cut before."""

    def __init__(self, lexicon: tuple[str, ...], tags: Mapping[str, str]) -> None:
        from jieba.posseg import POSTokenizer  # type: ignore[import-untyped]

        self._tokenizer = POSTokenizer(jieba_tokenizer(_frequencies(lexicon)))
        self._tokenizer.word_tag_tab.update({word: tags.get(word, "n") for word in lexicon})

    def tag(self, word: str) -> str:
        """The dictionary's tag; of an unknown word that of its last part, for Chinese compounds have their head
        there."""
        known: str | None = self._tokenizer.word_tag_tab.get(word)
        return known or list(self._guessed(word))[-1]

    def _guessed(self, word: str) -> Iterator[str]:
        for pair in self._tokenizer.cut(word):
            yield pair.flag


@lru_cache(maxsize=1)
def tagger(lexicon: tuple[str, ...], tags: tuple[tuple[str, str], ...]) -> Tagger:
    """The tagger with these words; made once a process, on first use."""
    return Tagger(lexicon, dict(tags))


_MAKERS: Mapping[str, Callable[[Mapping[str, int]], Cut]] = {"rjieba": _rjieba, "jieba": _jieba}
