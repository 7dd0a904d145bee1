"""What coders may choose from: the taxonomy of problems, or codes of one's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

from govtext.coding.codes import BadCoding, Codes
from govtext.problems.taxonomy import NONE, taxonomy

MOST = 3
"""Codes an item can have."""
_NAME = re.compile(r"[^\s|,;，；、=+@-][^\s|,;，；、]{0,59}")


class Entry(NamedTuple):
    """A code with what a coder reads beside it."""

    code: str
    zh: str
    en: str
    definition_zh: str = ""
    definition_en: str = ""
    example: str = ""


@dataclass(frozen=True)
class Codebook:
    """The codes in the order in which they are shown; those in `alone` stand alone or not at all.

    >>> Codebook.of({"money": "经费", "law": "法律"}).codes
    ('money', 'law')
    >>> len(Codebook.standard().codes)
    20
    """

    entries: tuple[Entry, ...]
    alone: tuple[str, ...] = ()

    @classmethod
    def standard(cls) -> Self:
        """The package's taxonomy of problems."""
        return cls(
            tuple(
                Entry(each.code, each.zh, each.en, each.definition_zh, each.definition_en, each.example)
                for each in taxonomy().values()
            ),
            (NONE,),
        )

    @classmethod
    def of(cls, labels: Mapping[str, str], alone: tuple[str, ...] = ()) -> Self:
        """Codes of one's own with their labels; raises `BadCoding` for a name with blanks or marks in it."""
        for code in labels:
            if not _NAME.fullmatch(code):
                raise BadCoding("no name for a code", found=repr(code), expected="one word without blanks and marks")
        return cls(tuple(Entry(code, label, label) for code, label in labels.items()), alone)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(entry.code for entry in self.entries)

    def check(self, codes: Codes, place: str = "") -> Codes:
        """The codes themselves; raises `BadCoding` for an unknown one, too many, or one that should stand alone.

        >>> Codebook.of({"money": "经费", "law": "法律"}).check(("mony",), "row 4")
        Traceback (most recent call last):
        govtext.coding.codes.BadCoding: unknown code (at row 4; found 'mony'; expected one of money, …, law)
        """
        for code in codes:
            if code not in self.codes:
                expected = f"one of {self.codes[0]}, …, {self.codes[-1]}"
                raise BadCoding("unknown code", place=place or None, found=repr(code)[:60], expected=expected)
        if len(codes) > MOST:
            raise BadCoding("too many codes", place=place or None, found=str(len(codes)), expected=f"1 to {MOST}")
        if len(codes) > 1 and (lonely := set(codes) & set(self.alone)):
            raise BadCoding("a code that stands alone has others beside it", place=place or None, found=min(lonely))
        return codes
