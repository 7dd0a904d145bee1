"""The prose as the patterns read it: sentences without white space, the number that is looked at as ■."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from govtext.checks.claims import LONGEST, position, sane
from govtext.checks.wordings import NUMBER, narrative, word
from govtext.document import Place
from govtext.model import Claim, Reading
from govtext.parse.prose.organs import read_organ
from govtext.parse.prose.sentences import split_sentences

_FOLD = str.maketrans("，；：（）", ",;:()")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as printed and as patterns read it; with a claim, its number stands in `text` as ■."""

    text: str
    printed: str
    section: int
    place: Place
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Prose:
    """The sentences that are read: one for each number in them, and those that deny something as they stand."""

    numbers: tuple[Sentence, ...]
    sentences: tuple[Sentence, ...]


def own_names(issuer: str | None) -> re.Pattern[str] | None:
    """How a report names the body that makes it, or None where the body is not known.

    >>> own_names("青禾县水利局").sub("本机关", "县水利局收到9件，县水利局下属单位收到2件")
    '本机关收到9件，本机关下属单位收到2件'
    """
    organ = read_organ(issuer or "")
    if not organ.places or not organ.rest:
        return None
    whole = "(?:人民)?政府".join(map(re.escape, organ.rest.split("人民政府")))
    before = "|".join(re.escape(place) for place in (organ.region or "", organ.places[-1], organ.places[-1][-1]))
    return re.compile(f"(?:{before}){whole}")


def normal(text: str, year: int | None = None, own: re.Pattern[str] | None = None) -> str:
    """The text without white space, with half-width punctuation, years and the body told from the report's.

    >>> normal("2022 年收到 21 件，均已办结", 2022)
    '本年收到21件,均已办结'
    """
    folded = "".join(text.split()).translate(_FOLD)
    folded = own.sub("本机关", folded) if own else folded
    if year is None:
        return folded
    names = _near_years(year)
    return names.pattern.sub(lambda found: names.told[found.group()], folded)


@dataclass(frozen=True, slots=True)
class _Years:
    """The years around a report's, and how they are told from it."""

    pattern: re.Pattern[str]
    told: Mapping[str, str]


@lru_cache(maxsize=64)
def _near_years(year: int) -> _Years:
    told = {f"{year + offset}年": name for offset, name in ((-1, "上年"), (0, "本年"), (1, "下年"))}
    return _Years(re.compile(rf"(?<!\d)(?:{'|'.join(told)})"), told)


def read_prose(reading: Reading) -> Prose:
    """The prose made ready for the patterns: the sections that are read, years told from the report's."""
    fact = reading.identity.year.value
    year = fact if isinstance(fact, int) else None
    issuer = reading.identity.issuer.value
    own = own_names(issuer) if isinstance(issuer, str) else None
    return Prose(tuple(_numbers(reading, year, own)), tuple(_sentences(reading, year, own)))


def _numbers(reading: Reading, year: int | None, own: re.Pattern[str] | None) -> Iterator[Sentence]:
    for claim in reading.claims:
        section = claim.section or 0
        if claim.kind == "quantity" and sane(claim.value) and not claim.change and section in narrative()["sections"]:
            text = mark(reading.document.text, claim, year, own)
            if text is not None:
                yield Sentence(text, claim.sentence, section, claim.place, claim)


def _sentences(reading: Reading, year: int | None, own: re.Pattern[str] | None) -> Iterator[Sentence]:
    for section in reading.sections:
        for paragraph in section.paragraphs if section.number in narrative()["sections"] else ():
            for start, end in split_sentences(paragraph.text) if word("denial").search(paragraph.text) else ():
                printed = paragraph.text[start : min(end, start + LONGEST)]
                if word("denial").search(printed):
                    yield Sentence(normal(printed, year, own), printed, section.number, paragraph.place)


def mark(text: str, claim: Claim, year: int | None, own: re.Pattern[str] | None = None) -> str | None:
    """The claim's sentence with the number and its unit as ■; None where the number cannot be found in it."""
    at = position(text, claim)
    if at < 0:
        return None
    parts = claim.sentence[:at], claim.sentence[at + len(claim.raw) :]
    before, after = (normal(part, year, own) for part in parts)
    return word("near_before").sub("", before) + NUMBER + word("near_after").sub("", after)
