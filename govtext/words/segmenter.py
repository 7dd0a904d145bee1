"""Text to tokens without loss: one frozen object that says engine, lexicon and stop words, and hashes them."""

from __future__ import annotations

import hashlib
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

from govtext.errors import GovTextError, UnknownCode
from govtext.words.engines import ENGINES, Cut, engine, engine_version, tagger
from govtext.words.wordlists import lexicon_words, stop_words

RULES = 1
"""Changes where the same engine would give other tokens because of what stands in this file."""
_MARK = "\ue000"
_FOREIGN = re.compile(
    "([a-zA-Z0-9+#&._%\\-０-９Ａ-Ｚａ-ｚ\ue000\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\ud800-\udfff]+)"
)
_PIECE = re.compile(r"[a-zA-Z0-9]+(?:\.\d+)?%?|[０-９Ａ-Ｚａ-ｚ]+(?:[．.][０-９]+)?[％%]?|.", re.DOTALL)
_ADDED = re.compile("[\u4e00-\u9fd5]{2,40}")


class Token(NamedTuple):
    """A token and where it stands: `text[start:end]`."""

    text: str
    start: int
    end: int


class Tagged(NamedTuple):
    """A token with its part of speech (jieba's tags: n noun, v verb, nt body, …)."""

    text: str
    start: int
    end: int
    tag: str


def has_letter(token: str) -> bool:
    """Whether the token holds a letter or a Chinese character: neither a mark nor a bare number."""
    return any(map(str.isalpha, token))


class Cutter(ABC):
    """What every measure needs of a segmenter: tokens without loss, which of them are words, and a hash."""

    stopwords: tuple[str, ...]
    min_length: int

    @abstractmethod
    def tokens(self, text: str) -> list[str]:
        """All tokens, marks and blanks included; put together they are the text."""

    @property
    @abstractmethod
    def cut_hash(self) -> str:
        """64 hexadecimal digits over all that decides where a text is cut."""

    @cached_property
    def hash(self) -> str:
        """64 hexadecimal digits over all that decides which words are counted: where texts are cut, and what is
        kept."""
        return _digest(self.cut_hash, self.min_length, self.stopwords)

    def cut(self, text: str) -> list[Token]:
        """All tokens with their offsets."""
        tokens = self.tokens(text)
        bounds = list(accumulate(map(len, tokens), initial=0))
        return list(map(Token._make, zip(tokens, bounds, bounds[1:], strict=False)))

    def words(self, text: str) -> list[str]:
        """The tokens that count: letters or Chinese characters, no stop words, no bare numbers."""
        stop, least = self._stop, self.min_length
        return [
            token
            for token in self.tokens(text)
            if token not in stop and len(token) >= least and (token[0].isalpha() or has_letter(token))
        ]

    def keeps(self, token: str) -> bool:
        """Whether a token is among `words`."""
        return len(token) >= self.min_length and token not in self._stop and has_letter(token)

    @cached_property
    def _stop(self) -> frozenset[str]:
        return frozenset(self.stopwords)

    def _settle(self) -> None:
        """Stop words in one order, whatever they were given as: a set is pickled in an order that changes."""
        object.__setattr__(self, "stopwords", tuple(sorted(set(self.stopwords))))

    def __getstate__(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}  # type: ignore[arg-type]


@dataclass(frozen=True)
class Segmenter(Cutter):
    """Chinese word segmentation: the same Chinese tokens from rjieba (fast) and jieba (the reference).

    `hmm`: guess words that no dictionary has. `lexicon`: words added to the engine's dictionary, Chinese characters
    only; the default is the domain lexicon. `stopwords` and `min_length` decide which tokens `words` keeps, never
    where the text is cut. Runs of Latin letters and digits are cut by rules of our own, alike with both engines; a
    character outside jieba's range (rare names) is a token of its own. Where two ways of cutting are equally likely,
    as in a run of three times the same character, the engines may choose differently. Raises `UnknownCode` for
    another engine and `GovTextError` for a word that cannot be added.

    >>> segmenter = Segmenter()
    >>> segmenter.words("2023年，依申请公开答复不够规范。")
    ['依申请公开', '答复', '不够', '规范']
    >>> segmenter.cut("金额2876.4869万元")
    [Token(text='金额', start=0, end=2), Token(text='2876.4869', start=2, end=11), Token(text='万元', start=11, end=13)]
    """

    engine: str = "rjieba"
    hmm: bool = True
    lexicon: tuple[str, ...] = field(default_factory=lambda: tuple(sorted(lexicon_words())), repr=False)
    stopwords: tuple[str, ...] = field(default_factory=lambda: tuple(sorted(stop_words())), repr=False)
    min_length: int = 1

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise UnknownCode(f"no engine {self.engine!r}", expected=" or ".join(ENGINES))
        words = sorted({word.strip() for word in self.lexicon})
        for word in words:
            if not _ADDED.fullmatch(word):
                raise GovTextError(
                    "a word that cannot be added to the lexicon",
                    found=repr(word),
                    expected="2 to 40 Chinese characters",
                )
        object.__setattr__(self, "lexicon", tuple(words))
        self._settle()

    def with_words(self, words: Iterable[str]) -> Segmenter:
        """The same with more words in the lexicon.

        >>> Segmenter().with_words(["零距离平台"]).words("零距离平台已上线")
        ['零距离平台', '上线']
        """
        return replace(self, lexicon=(*self.lexicon, *words))

    def with_stopwords(self, words: Iterable[str]) -> Segmenter:
        """The same with more stop words."""
        return replace(self, stopwords=(*self.stopwords, *words))

    @cached_property
    def _engine(self) -> Cut:
        return engine(self.engine, self.lexicon)

    @cached_property
    def cut_hash(self) -> str:
        """64 hexadecimal digits over rules, engine with version, HMM and lexicon."""
        return _digest(RULES, engine_version(self.engine), self.hmm, self.lexicon)

    def tokens(self, text: str) -> list[str]:
        """All tokens, marks and blanks included; put together they are the text.

        >>> Segmenter().tokens("电话：0517-8722")
        ['电话', '：', '0517', '-', '8722']
        """
        parts = _FOREIGN.split(text)
        tokens = self._engine(_MARK.join(parts[::2]), self.hmm)
        position = 0
        for foreign in parts[1::2]:
            position = tokens.index(_MARK, position)
            pieces = _PIECE.findall(foreign)
            tokens[position : position + 1] = pieces
            position += len(pieces)
        return tokens

    def tag(self, text: str) -> list[Tagged]:
        """All tokens with parts of speech by jieba, whichever engine cuts; marks are `x`, numbers `m`, Latin `eng`.

        >>> [(token.text, token.tag) for token in Segmenter().tag("认真答复申请")]
        [('认真', 'ad'), ('答复', 'v'), ('申请', 'v')]
        """
        from govtext.words.wordlists import tags

        tag = tagger(self.lexicon, tuple(tags().items())).tag
        return [Tagged(*token, tag(token.text)) for token in self.cut(text)]


@dataclass(frozen=True)
class OtherSegmenter(Cutter):
    """Any function from text to tokens as a segmenter; `name` tells it (with its version), for no function can be
    hashed.

    What the function leaves out (blanks, say) is put back as tokens. Raises `GovTextError` where its tokens are not in
    the text in their order.

    >>> OtherSegmenter("blanks 1", str.split).tokens("政务 公开")
    ['政务', ' ', '公开']
    """

    name: str
    function: Callable[[str], Iterable[str]]
    stopwords: tuple[str, ...] = field(default_factory=lambda: tuple(sorted(stop_words())), repr=False)
    min_length: int = 1

    def __post_init__(self) -> None:
        self._settle()

    @cached_property
    def cut_hash(self) -> str:
        """64 hexadecimal digits over the name."""
        return _digest("other", self.name)

    def tokens(self, text: str) -> list[str]:
        """All tokens, and what lies between them."""
        tokens, position = [], 0
        for token in filter(None, self.function(text)):
            start = text.find(token, position)
            if start < 0:
                raise GovTextError(f"segmenter {self.name!r} gave a token that is not in the text", found=repr(token))
            tokens += [text[position:start], token] if start > position else [token]
            position = start + len(token)
        return [*tokens, text[position:]] if position < len(text) else tokens


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, default=list).encode()).hexdigest()
