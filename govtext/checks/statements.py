"""Where the prose states a figure of a table: patterns are data (`data/narrative.toml`), this finds them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from govtext.checks.claims import LONGEST, position, sane
from govtext.checks.files import data
from govtext.document import Place
from govtext.model import Claim, Reading
from govtext.parse.prose.organs import read_organ
from govtext.parse.prose.sentences import split_sentences

NUMBER = "■"
_FOLD = str.maketrans("，；：（）", ",;:()")
_BREATH = re.compile(r"[,。;:()、]")


@dataclass(frozen=True, slots=True)
class Statement:
    """One way to state one figure, from the data file."""

    rule: str
    meanings: tuple[tuple[str, ...], ...]
    said: tuple[re.Pattern[str], ...]
    none: tuple[re.Pattern[str], ...]
    not_with: re.Pattern[str] | None
    not_none: re.Pattern[str] | None
    require: re.Pattern[str] | None
    forbid: re.Pattern[str] | None
    firm: re.Pattern[str] | None
    units: frozenset[str]
    vague: bool
    whole: bool
    past: bool

    def fits(self, sentence: str) -> bool:
        """The sentence has what it must have, and nothing that it must not."""
        return not (self.require and not self.require.search(sentence)) and not (
            self.forbid and self.forbid.search(sentence)
        )


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
    """The sentences that are read: one for each number in them, and all of them once as they stand."""

    numbers: tuple[Sentence, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure stated in a sentence, zero where it is said in words. `doubts`: why another figure may be meant."""

    statement: Statement
    value: Decimal
    sentence: Sentence
    doubts: tuple[str, ...]

    @property
    def claim(self) -> Claim | None:
        return self.sentence.claim


@cache
def _raw() -> Mapping[str, Any]:
    return tomllib.loads(data("narrative.toml"))


@cache
def statements() -> tuple[Statement, ...]:
    """All ways to state a figure, in the order of the file."""
    return tuple(_statement(raw) for raw in _raw()["statements"])


def pattern(text: str) -> re.Pattern[str]:
    """Compile a pattern of the data file; …8 is up to eight characters of the same clause without digits.

    >>> bool(pattern("收到…4申请…2■").search("共收到公开申请■,"))
    True
    """
    return re.compile(re.sub(r"…(\d+)", rf"[^,。;\\d{NUMBER}]{{0,\1}}?", text))


def _statement(raw: Mapping[str, Any]) -> Statement:
    meanings = (tuple(raw["keys"]), *map(tuple, raw.get("or", ())))
    said, none = (tuple(map(pattern, raw.get(name, ()))) for name in ("said", "none"))
    units = frozenset(_raw()["units"][raw.get("units", "count")])
    not_with, not_none, require, forbid, firm = (
        re.compile(raw[name]) if name in raw else None for name in ("not_with", "not_none", "require", "forbid", "firm")
    )
    flags = raw.get("vague", False), raw.get("whole", True), raw.get("past", False)
    return Statement(raw["rule"], meanings, said, none, not_with, not_none, require, forbid, firm, units, *flags)


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
    folded = re.sub(r"\s+", "", text).translate(_FOLD)
    folded = own.sub("本机关", folded) if own else folded
    for name, offset in (("上年", -1), ("本年", 0), ("下年", 1)) if year is not None else ():
        folded = re.sub(rf"(?<!\d){(year or 0) + offset}年", name, folded)
    return folded


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
        if claim.kind == "quantity" and sane(claim.value) and not claim.change and section in _raw()["sections"]:
            text = mark(reading.document.text, claim, year, own)
            if text is not None:
                yield Sentence(text, claim.sentence, section, claim.place, claim)


def _sentences(reading: Reading, year: int | None, own: re.Pattern[str] | None) -> Iterator[Sentence]:
    for section in reading.sections:
        for paragraph in section.paragraphs if section.number in _raw()["sections"] else ():
            for start, end in split_sentences(paragraph.text):
                printed = paragraph.text[start : min(end, start + LONGEST)]
                yield Sentence(normal(printed, year, own), printed, section.number, paragraph.place)


def mark(text: str, claim: Claim, year: int | None, own: re.Pattern[str] | None = None) -> str | None:
    """The claim's sentence with the number and its unit as ■; None where the number cannot be found in it."""
    at = position(text, claim)
    if at < 0:
        return None
    parts = claim.sentence[:at], claim.sentence[at + len(claim.raw) :]
    before, after = (normal(part, year, own) for part in parts)
    words = _raw()["words"]
    return re.sub(words["near_before"], "", before) + NUMBER + re.sub(words["near_after"], "", after)


def stated_numbers(prose: Prose, rule: str) -> Iterator[Stated]:
    """The numbers that this rule's statements recognise as a figure of a table; the first that fits has it."""
    asked = [statement for statement in statements() if statement.rule == rule]
    for sentence in prose.numbers:
        for statement in asked:
            found = _find(statement, statement.said, statement.not_with, sentence.text)
            if found and sentence.claim and sentence.claim.unit in statement.units:
                value = sentence.claim.value or Decimal(0)
                yield Stated(statement, value, sentence, _doubts(statement, sentence, found))
                break


def stated_none(prose: Prose, rule: str) -> Iterator[Stated]:
    """Where the prose says in words that there was none."""
    asked = [statement for statement in statements() if statement.rule == rule and statement.none]
    for sentence in prose.sentences if asked else ():
        for statement in asked:
            if found := _find(statement, statement.none, statement.not_none, sentence.text):
                qualified = re.search(_raw()["words"]["qualified"], breath(sentence.text, found))
                reasons = [f"doubt: it is qualified by 「{qualified.group()}」"] if qualified else []
                yield Stated(statement, Decimal(0), sentence, (*_doubts(statement, sentence, found), *reasons))


def _find(
    statement: Statement, patterns: Sequence[re.Pattern[str]], not_with: re.Pattern[str] | None, text: str
) -> re.Match[str] | None:
    """The first place where the sentence makes the statement, of this year and of nothing else."""
    if not statement.fits(text):
        return None
    every = (match for each in patterns for match in each.finditer(text))
    return next((match for match in every if not _other_matter(statement, not_with, text, match)), None)


def breath(text: str, found: re.Match[str]) -> str:
    """The words around a match up to the nearest punctuation on either side."""
    starts = [match.end() for match in _BREATH.finditer(text, 0, found.start())]
    after = _BREATH.search(text, found.end())
    return text[starts[-1] if starts else 0 : after.start() if after else len(text)]


@cache
def _neutral() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_raw()["words"]["neutral"], key=len, reverse=True)))


def qualifiers(text: str, found: re.Match[str]) -> str:
    """What stands beside a match and is none of the neutral words: it may make the number one of a part only.

    >>> text = "县水利局收到同一申请人的公开申请■,"
    >>> qualifiers(text, re.search("申请■", text))
    '县水利局…同一'
    """
    bracketed = re.match(_raw()["words"]["narrowed"], text[found.end() - 1 :])
    before = re.split("[,。;:()]", text[: found.start()])[-1].rpartition("、")[0]
    near = f"{before},{breath(text, found)}"
    left = [part for part in re.split("[^一-鿿]+", _neutral().sub("-", near)) if part]
    return bracketed.group()[2:-1] if bracketed else "…".join(left)


def _other_matter(statement: Statement, not_with: re.Pattern[str] | None, text: str, found: re.Match[str]) -> bool:
    """True where the words speak of another thing, of another year, or of a part only."""
    near, before = breath(text, found), text[: found.end()]
    if not_with and not_with.search(near):
        return True
    if statement.whole and "其中" in re.split("[。;]", before)[-1]:
        return True
    return not statement.past and (_another_year(before) or bool(re.search(_raw()["words"]["past"], near)))


def _another_year(before: str) -> bool:
    """True where the last words that set a year set another than the report's."""
    words = _raw()["words"]
    last = [
        match.lastgroup
        for match in re.finditer(words["period"], before)
        if not re.search(words["not_period"], before[: match.start()])
    ]
    return last[-1:] == ["other"]


def _doubts(statement: Statement, sentence: Sentence, found: re.Match[str]) -> tuple[str, ...]:
    """Why the words may mean another figure; it matters only where the numbers differ."""
    text = sentence.text
    after = _BREATH.search(text, found.end())
    words = re.search(_raw()["words"]["elsewhere"], text[: after.start() if after else len(text)])
    reasons = [f"doubt: the sentence may speak of another scope or period (「{words.group()}」)"] if words else []
    narrowed = qualifiers(text, found)
    reasons += [f"doubt: other words may narrow the number down (「{narrowed}」)"] if narrowed and not words else []
    reasons += ["doubt: the words fit several figures"] if statement.vague else []
    unsaid = statement.firm and sentence.section != 4 and not statement.firm.search(text)
    return (*reasons, *(["doubt: the sentence does not say that it is about disclosure"] if unsaid else []))
